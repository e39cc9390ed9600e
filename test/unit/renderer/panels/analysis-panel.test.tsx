import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { Batch, CatchupReport } from '../../../../electron/contract/batch.ts';
import { AnalysisPanel } from '../../../../renderer/panels/analysis/analysis-panel.tsx';
import type { AnalysisTab } from '../../../../renderer/state/view-store.ts';
import { DayProgress } from '../../../../renderer/panels/transport-bar/day-progress.tsx';
import { WorkstationProvider } from '../../../../renderer/state/workstation-context.ts';
import { createWorkstation, type Workstation } from '../../../../renderer/state/workstation.ts';
import { HOUR_MS } from '../../../../core/base/epoch-ms.ts';
import { Emitter } from '../../../../core/base/emitter.ts';
import type { EngineMessage } from '../../../../electron/contract/message.ts';
import { OPEN_MS } from '../../../helpers/scripted-market.ts';
import { batch, header, logRow, signal } from '../../../helpers/batches.ts';

const REPORT: CatchupReport = { symbol: 'NVDA', bars: 212, droppedNotifications: 37, wallMs: 3, clockMs: 0 };

/** React reads the initial state of a store on a server: this store is created with its present state. */
const frozen = <T extends { getState: () => unknown; getInitialState: () => unknown }>(store: T): T => ({
  ...store,
  getInitialState: store.getState,
});

const figures = (html: string): string | undefined => /<dl>.*<\/dl>/s.exec(html)?.[0];

/** The panel after these batches. Virtual lists have no height here, so rows are read from the visible state. */
const panelAfter = (tab: AnalysisTab, ...batches: readonly Batch[]) =>
  shownAfter(<AnalysisPanel />, tab, ...batches);

function shownAfter(
  part: ReactElement,
  tab: AnalysisTab,
  ...batches: readonly Batch[]
): { html: string; workstation: Workstation } {
  const engine = new Emitter<EngineMessage>();
  const frames: (() => void)[] = [];
  const workstation = createWorkstation({
    port: {
      post() {},
      onMessage: (listener) => engine.subscribe(listener),
      close() {},
      isLost: () => false,
      showsFolders: false,
    },
    storage: { getItem: () => null, setItem() {} },
    frame: () => 0,
    nextFrame: (callback) => {
      frames.push(callback);
      return () => undefined;
    },
  });
  for (const each of batches) {
    engine.emit({ kind: 'batch', batch: each });
    frames.pop()?.();
  }
  workstation.view.setState({ analysisTab: tab });
  const value: Workstation = {
    ...workstation,
    session: frozen(workstation.session),
    view: frozen(workstation.view),
    past: Object.assign(Object.create(workstation.past), { store: frozen(workstation.past.store) }),
  };
  const html = renderToStaticMarkup(<WorkstationProvider value={value}>{part}</WorkstationProvider>);
  return { html, workstation };
}

const open = batch(1, {
  full: true,
  session: header({ delivered: 5 }),
  signals: [signal(1)],
  log: [logRow(1)],
});
const blocked = batch(2, {
  session: header({
    blocked: true,
    state: 'catching_up',
    delivered: 5,
    dropped: 37,
    droppedInBlock: 37,
    catchingUp: [{ symbol: 'NVDA', doneBars: 142, totalBars: 212 }],
  }),
  log: [logRow(2)],
});
const released = batch(3, { session: header({ dropped: 37 }), catchups: [REPORT], log: [logRow(3)] });

describe('the analysis panel', () => {
  test('is covered by the notice while the session is blocked, and what is under it cannot be reached', () => {
    const { html } = panelAfter('performance', open, blocked);
    expect(html).toContain(
      'Analysis is blocked: NVDA is catching up (142 of 212 bars). 37 notifications dropped.',
    );
    expect(html).toMatch(/role="status" data-testid="blocked-notice"/);
    expect(html).toMatch(/inert/);
  });

  test('shows figures from before the block, none from within it', () => {
    const before = panelAfter('performance', open).html;
    const within = panelAfter('performance', open, blocked).html;
    expect(figures(within)).toBe(figures(before));
    expect(figures(panelAfter('performance', open, blocked, released).html)).toContain('<dd>37</dd>');
  });

  test('afterwards shows results at once, with the block as a line above them', () => {
    const { html } = panelAfter('performance', open, blocked, released);
    expect(html).not.toContain('blocked-notice');
    expect(html).not.toMatch(/inert/);
    expect(html).toContain('NVDA caught up: 212 bars in 3 ms, 37 notifications dropped');
    expect(html.indexOf('past-notice')).toBeLessThan(html.indexOf('<dl>'));
  });

  test('says what is missing when there is nothing', () => {
    expect(panelAfter('signals', batch(1, { full: true, session: header() })).html).toContain(
      'No signals yet',
    );
    expect(panelAfter('log', batch(1, { full: true, session: header() })).html).toContain(
      'Nothing has happened yet',
    );
  });
});

test('the progress bar marks halts and their ends, of a symbol or of the account, with exchange time and UTC', () => {
  const halted = batch(2, {
    marks: [
      { kind: 'halted', symbol: 'NVDA', clockMs: OPEN_MS + HOUR_MS },
      { kind: 'resumed', symbol: 'NVDA', clockMs: OPEN_MS + 2 * HOUR_MS },
      { kind: 'halted', symbol: null, clockMs: OPEN_MS + 3 * HOUR_MS },
    ],
  });
  const { html } = shownAfter(<DayProgress />, 'signals', open, halted);
  const marks = [...html.matchAll(/title="([^"]*)" data-mark="(\w+)"/g)].map(([, title, kind]) => [
    kind,
    title,
  ]);
  expect(marks).toEqual([
    ['halted', expect.stringMatching(/^NVDA: halted at 10:30 EDT \(.*14:30.* UTC\)/)],
    ['resumed', expect.stringMatching(/^NVDA: trading again at 11:30/)],
    ['halted', expect.stringMatching(/^The account: halted at 12:30/)],
  ]);
});
