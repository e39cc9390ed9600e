import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ClientMessage, EngineMessage } from '../../../../electron/contract/message.ts';
import { Emitter } from '../../../../core/base/emitter.ts';
import { LINGER_MS } from '../../../../renderer/state/past-catchups.ts';
import { createWorkstation } from '../../../../renderer/state/workstation.ts';
import { batch, header, row } from '../../../helpers/batches.ts';

/** A window whose frames come when the test says so. */
function openWindow(stored: Record<string, string> = {}) {
  const engine = new Emitter<EngineMessage>();
  const posted: ClientMessage[] = [];
  const frames: (() => void)[] = [];
  const workstation = createWorkstation({
    port: {
      post: (message) => posted.push(message),
      onMessage: (listener) => engine.subscribe(listener),
      close() {},
      isLost: () => false,
      showsFolders: false,
    },
    storage: { getItem: (key) => stored[key] ?? null, setItem: (key, value) => void (stored[key] = value) },
    frame: () => 0,
    nextFrame: (callback) => {
      frames.push(callback);
      return () => void frames.splice(frames.indexOf(callback), 1);
    },
  });
  const send = (...messages: readonly EngineMessage[]): void =>
    messages.forEach((message) => engine.emit(message));
  const oneFrame = (): void => frames.splice(0).forEach((run) => run());
  /** Frames until nothing asks for one. */
  const frame = (): void => {
    while (frames.length > 0) oneFrame();
  };
  const requests = (name: string) =>
    posted.flatMap((message) => (message.kind === 'request' && message.name === name ? [message] : []));
  const acks = (): readonly number[] =>
    posted.flatMap((message) => (message.kind === 'ack' ? [message.seq] : []));
  return { workstation, engine, send, oneFrame, frame, frames, requests, acks };
}

const opening = batch(1, { full: true, session: header(), symbols: [row('RIVN'), row('AMD')] });
const sent = (...batches: readonly (typeof opening)[]): EngineMessage[] =>
  batches.map((each) => ({ kind: 'batch', batch: each }));

describe('batches', () => {
  test('are applied in order, one per frame, and acknowledged once applied', () => {
    const { workstation, send, oneFrame, frames, acks } = openWindow();
    const last = (): number | null | undefined => workstation.session.getState().copy.rows.get('AMD')?.last;
    send(
      ...sent(
        opening,
        batch(2, { symbols: [row('AMD', { last: 2 })] }),
        batch(3, { symbols: [row('AMD', { last: 3 })] }),
      ),
    );
    expect(frames).toHaveLength(1);
    expect(acks()).toEqual([]);
    oneFrame();
    expect(acks()).toEqual([1]);
    oneFrame();
    expect([acks(), last()]).toEqual([[1, 2], 2]);
    oneFrame();
    expect([acks(), last()]).toEqual([[1, 2, 3], 3]);
    expect(frames).toHaveLength(0);
  });

  test('a missing one makes the window ask for a snapshot, and the snapshot heals it', () => {
    const { workstation, send, frame, requests } = openWindow();
    send(...sent(opening, batch(3)));
    frame();
    expect(requests('snapshot')).toHaveLength(1);
    send(...sent(batch(9, { full: true, session: header(), symbols: [row('TSLA')] })));
    frame();
    expect(workstation.session.getState().copy.order).toEqual(['TSLA']);
  });

  test('charts on screen are subscribed once, and again for an engine that came back', () => {
    const { send, frame, requests } = openWindow();
    send(...sent(opening, batch(2), batch(3)));
    frame();
    expect(requests('subscribe_charts').map(({ params }) => params)).toMatchObject([
      { charts: [{ symbol: 'RIVN', interval: '1m', studies: [] }] },
    ]);
    send({ kind: 'engine_died', reason: 'out of memory' });
    send(...sent(opening));
    frame();
    expect(requests('subscribe_charts')).toHaveLength(2);
  });
});

describe('a dead engine', () => {
  test('is said, fails what waits for an answer, and is over with the next full batch', async () => {
    const { workstation, send, frame } = openWindow();
    send(...sent(opening));
    frame();
    const answer = workstation.client.request('play', {});
    send(...sent(batch(2)), { kind: 'engine_died', reason: 'out of memory' });
    frame();
    expect(workstation.session.getState().died).toBe('out of memory');
    expect(await answer).toMatchObject({ ok: false, failure: { code: 'engine_gone' } });
    send(...sent(opening));
    frame();
    expect(workstation.session.getState().died).toBeNull();
  });
});

describe('what the user looks at', () => {
  test('begins with the first symbol, and continues with the others when the selected one is removed', () => {
    const { workstation, send, frame } = openWindow();
    send(...sent(opening));
    frame();
    expect(workstation.view.getState().selected).toBe('RIVN');
    send(...sent(batch(2, { removedSymbols: ['RIVN'] })));
    frame();
    expect(workstation.view.getState().selected).toBe('AMD');
    expect(workstation.view.getState().panes[0]?.symbol).toBe('AMD');
  });

  test('survives the window, and a spoilt entry does not keep it from opening', () => {
    const stored: Record<string, string> = {};
    const first = openWindow(stored);
    first.workstation.view.setState({ paneCount: 4, theme: 'light' });
    const { paneCount, theme } = openWindow(stored).workstation.view.getState();
    expect([paneCount, theme]).toEqual([4, 'light']);
    for (const key of Object.keys(stored)) stored[key] = '{"paneCount":7,"theme":';
    expect(openWindow(stored).workstation.view.getState().paneCount).toBe(1);
  });
});

describe('a catch-up that ended', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('stays readable for 0.7 s of the window, not of the engine', () => {
    const { workstation, send, frame } = openWindow();
    const report = { symbol: 'AMD', bars: 142, droppedNotifications: 37, wallMs: 3, clockMs: 0 };
    send(...sent(opening, batch(2, { catchups: [report] })));
    frame();
    expect(workstation.past.store.getState().get('AMD')).toEqual(report);
    vi.advanceTimersByTime(LINGER_MS - 1);
    expect(workstation.past.store.getState().size).toBe(1);
    vi.advanceTimersByTime(1);
    expect(workstation.past.store.getState().size).toBe(0);
  });
});

test('closing the window leaves no listener behind', () => {
  const { workstation, engine } = openWindow();
  expect(engine.size).toBeGreaterThan(0);
  workstation[Symbol.dispose]();
  expect(engine.size).toBe(0);
});

describe('a live day', () => {
  const live = header({ mode: 'live', clockMs: header().openMs + 60_000 });
  const tabAfter = (over: Parameters<typeof header>[0]): string => {
    const { workstation, send, frame } = openWindow();
    send(...sent(batch(1, { full: true, session: live, symbols: [row('RIVN')] })));
    frame();
    send(...sent(batch(2, { session: { state: 'completed', ...over } })));
    frame();
    return workstation.view.getState().analysisTab;
  };

  test('shows its report when its market has closed', () => {
    expect(tabAfter({ clockMs: live.closeMs })).toBe('report');
  });

  test('that is left for another session shows nothing of the kind', () => {
    expect(tabAfter({})).toBe('signals');
  });
});
