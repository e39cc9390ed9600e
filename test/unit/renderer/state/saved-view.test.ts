import { expect, test } from 'vitest';
import { loadView, saveView } from '../../../../renderer/state/saved-view.ts';
import {
  createViewStore,
  keepPanes,
  setPaneCount,
  setPaneInterval,
  setPaneStudies,
  setPaneSymbol,
  setSecondOpen,
} from '../../../../renderer/state/view-store.ts';

function storage(text: string | null = null) {
  let kept = text;
  return {
    getItem: (): string | null => kept,
    setItem: (_key: string, value: string): void => {
      kept = value;
    },
  };
}

test('panes come back with symbol, interval and indicators', () => {
  const store = storage();
  const view = createViewStore();
  saveView(view, store);
  view.setState({ paneSession: 'sample-week' });
  view.setState(setPaneCount(4, ['RIVN', 'NVDA']));
  view.setState(setPaneSymbol(2, 'KO'));
  view.setState(setPaneInterval(2, '5m'));
  view.setState(setPaneStudies(2, [{ name: 'sma', parameters: { period: 9 } }]));
  const again = createViewStore(loadView(store)).getState();
  expect(again.paneCount).toBe(4);
  expect(again.panes[2]).toEqual(view.getState().panes[2]);
  // Those that showed nothing take the next symbols of the session.
  const kept = keepPanes(['RIVN', 'NVDA', 'KO', 'SPY'])(again);
  expect(kept.panes?.slice(0, 4).map(({ symbol }) => symbol)).toEqual(['RIVN', 'NVDA', 'KO', 'SPY']);
  expect(kept.selected).toBe('RIVN');
});

test('a second window that was open comes back, with its panes', () => {
  const store = storage();
  const view = createViewStore();
  saveView(view, store);
  view.setState(setPaneCount(4, [], 'second'));
  view.setState(setSecondOpen(true, ['RIVN', 'NVDA', 'KO']));
  const again = createViewStore(loadView(store)).getState();
  expect([again.secondOpen, again.secondCount]).toEqual([true, 4]);
  expect(again.panes.slice(12, 14).map(({ symbol }) => symbol)).toEqual(['NVDA', 'KO']);
  view.setState(setSecondOpen(false, []));
  expect(createViewStore(loadView(store)).getState().secondOpen).toBe(false);
});

test.each(['{', '[]', '{"symbols":3,"studies":"x","paneCount":5,"theme":"pink"}', 'null'])(
  'what cannot be read, %s, is passed over',
  (text) => {
    const view = createViewStore(loadView(storage(text))).getState();
    expect([view.paneCount, view.theme, view.panes.length, view.panes[0]?.symbol]).toEqual([
      1,
      'dark',
      24,
      null,
    ]);
  },
);
