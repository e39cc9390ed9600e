import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { SessionReader } from '../../../core/session-data/session-reader.ts';
import { SessionView } from '../../../core/session-data/session-view.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { indicator, plan, playRun, sessionConfig } from '../../helpers/session-harness.ts';

const AAPL = asTicker('AAPL');
const open = at('2025-07-02 09:30');

interface Row {
  readonly read: (reader: SessionReader) => unknown;
  /** The method's answer while the session is deactivated. */
  readonly empty: unknown;
}

const lengthOf = ({ length }: { readonly length: number }): number => length;

/** Every method there is to read; one without a row does not compile. */
const ROWS: Readonly<Record<keyof SessionReader, Row>> = {
  activeSymbols: { read: (each) => each.activeSymbols(), empty: [] },
  pendingSymbols: { read: (each) => each.pendingSymbols(), empty: [] },
  loadedSymbols: { read: (each) => each.loadedSymbols(), empty: [] },
  symbolsWithDerivedIntervals: { read: (each) => each.symbolsWithDerivedIntervals(), empty: [] },
  baseInterval: { read: (each) => each.baseInterval(AAPL), empty: undefined },
  loadedIntervals: { read: (each) => each.loadedIntervals(AAPL), empty: [] },
  streamedIntervals: { read: (each) => each.streamedIntervals(AAPL), empty: [] },
  generatedIntervals: { read: (each) => each.generatedIntervals(AAPL), empty: [] },
  metadata: { read: (each) => each.metadata(AAPL), empty: undefined },
  latestBar: { read: (each) => each.latestBar(AAPL, '1m'), empty: undefined },
  lastBars: { read: (each) => lengthOf(each.lastBars(AAPL, '1m', 5)), empty: 0 },
  barsSince: { read: (each) => lengthOf(each.barsSince(AAPL, '1m', open)), empty: 0 },
  barCount: { read: (each) => each.barCount(AAPL, '1m'), empty: 0 },
  barsOf: { read: (each) => [...each.barsOf([AAPL], '1m', 3).keys()], empty: [] },
  coverage: { read: (each) => [...each.coverage(AAPL, '5m', 2)], empty: [] },
  metrics: { read: (each) => each.metrics(AAPL), empty: undefined },
  quote: { read: (each) => each.quote(AAPL), empty: undefined },
  historicalIntervals: { read: (each) => each.historicalIntervals(AAPL), empty: [] },
  historicalDays: { read: (each) => each.historicalDays(AAPL, '1m'), empty: [] },
  historicalBars: { read: (each) => lengthOf(each.historicalBars(AAPL, '1m')), empty: 0 },
  historyAndToday: { read: (each) => lengthOf(each.historyAndToday(AAPL, '1m')), empty: 0 },
  indicatorKeys: { read: (each) => each.indicatorKeys(AAPL), empty: [] },
  indicatorOutputs: { read: (each) => each.indicatorOutputs(AAPL, 'macd(3,6,3)@1m'), empty: [] },
  indicator: { read: (each) => each.indicator(AAPL, 'macd(3,6,3)@1m', 1), empty: undefined },
  historicalIndicatorKeys: { read: (each) => each.historicalIndicatorKeys(AAPL), empty: [] },
  historicalIndicatorOutputs: {
    read: (each) => each.historicalIndicatorOutputs(AAPL, 'high_low(1)@1d'),
    empty: [],
  },
  historicalIndicator: {
    read: (each) => each.historicalIndicator(AAPL, 'high_low(1)@1d', 1),
    empty: undefined,
  },
  quality: { read: (each) => each.quality(AAPL, '1m'), empty: undefined },
  gaps: { read: (each) => each.gaps(AAPL, '5m'), empty: [] },
};

/** Needs a symbol that is not caught up, so its full value is read from another run. */
const EMPTY_HERE: ReadonlySet<string> = new Set(['pendingSymbols']);

async function fullSession() {
  const store = memoryStore(
    bars('AAPL').from('2025-07-01 09:30').minutes(390).build(),
    bars('AAPL').from('2025-07-02 09:30').minutes(60).without(20, 21).build(),
  );
  const config = sessionConfig({
    symbols: ['AAPL'],
    streams: ['1m', '5m'],
    data: {
      historical: { data: [{ trailing_days: 1, intervals: ['1m'] }] },
      indicators: {
        session: [indicator('macd', '1m', { fast: 3, slow: 6, signal: 3 })],
        historical: [{ name: 'high_low', period: 1, interval: '1d' }],
      },
    },
  });
  const stop = plan('2025-07-02 10:30', { type: 'stop', reason: 'enough' });
  const { run } = await playRun(store, config, { planned: [stop] });
  return run;
}

describe('both faces of session data', () => {
  it('have exactly the methods of the table', async () => {
    const run = await fullSession();
    const methods = Object.getOwnPropertyNames(SessionView.prototype).filter(
      (name) => name !== 'constructor',
    );
    expect(methods.sort()).toEqual(Object.keys(ROWS).sort());
    for (const name of Object.keys(ROWS)) expect(run.day?.data).toHaveProperty(name);
  });

  it.each(Object.entries(ROWS))(
    '%s is read by both, and external readers get nothing while deactivated',
    async (name, row) => {
      const run = await fullSession();
      const data = run.day?.data;
      if (data === undefined) throw new Error('a day was played');
      const gate = { active: true };
      const view = new SessionView(gate, () => data);
      const internal = row.read(data);
      if (!EMPTY_HERE.has(name)) expect(internal).not.toEqual(row.empty);
      expect(row.read(view)).toEqual(internal);
      gate.active = false;
      expect(row.read(view)).toEqual(row.empty);
      expect(row.read(data)).toEqual(internal);
      gate.active = true;
      expect(row.read(view)).toEqual(internal);
    },
  );

  it('give external readers copies: what they do to them changes nothing', async () => {
    const run = await fullSession();
    const before = run.view.latestBar(AAPL, '1m')?.close;
    run.view.lastBars(AAPL, '1m', 1).close[0] = -1;
    run.view.coverage(AAPL, '5m', 1)[0] = -1;
    run.view.barsOf([AAPL], '1m', 1).get(AAPL)?.close.fill(-1);
    run.view.historicalBars(AAPL, '1m').close.fill(-1);
    expect(run.view.latestBar(AAPL, '1m')?.close).toBe(before);
    expect(run.view.coverage(AAPL, '5m', 1)[0]).toBeGreaterThan(0);
    expect(run.view.historicalBars(AAPL, '1m').close[0]).toBeGreaterThan(0);
  });
});

describe('quality and gaps', () => {
  it('are those of the base, for derived intervals too, and unconfirmed in a backtest', async () => {
    const { view } = await fullSession();
    const gaps = [
      { firstMs: at('2025-07-02 09:50'), lastMs: at('2025-07-02 09:51'), count: 2, confirmed: false },
    ];
    expect(view.gaps(AAPL, '1m')).toEqual(gaps);
    expect(view.gaps(AAPL, '5m')).toEqual(gaps);
    expect(view.quality(AAPL, '1m')).toBe((100 * 58) / 60);
    expect(view.quality(AAPL, '5m')).toBe((100 * 58) / 60);
    expect(view.quality(AAPL, '1d')).toBeUndefined();
  });

  it('are not measured when the config says so', async () => {
    const store = memoryStore(bars('AAPL').from('2025-07-02 09:30').minutes(60).without(3).build());
    const data = { gap_filler: { enable_session_quality: false } };
    const { run } = await playRun(store, sessionConfig({ symbols: ['AAPL'], data }));
    expect([run.view.quality(AAPL, '1m'), run.view.gaps(AAPL, '1m')]).toEqual([undefined, []]);
  });
});

describe('the bar in progress', () => {
  it('is for internal readers; a derived bar is readable as closed when the calendar says so, with its coverage', async () => {
    const run = await fullSession();
    expect(run.view.barCount(AAPL, '5m')).toBe(12);
    expect([...run.view.coverage(AAPL, '5m', 12)].map((each) => each < 1)).toEqual(
      Array.from({ length: 12 }, (_, index) => index === 4),
    );
    expect(run.day?.data.formingBar(AAPL, '5m')).toBeUndefined();
  });
});
