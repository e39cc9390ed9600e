import { describe, expect, it } from 'vitest';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import { asTicker, MINUTE_MS, type Ticker } from '../../../core/base/epoch-ms.ts';
import { silentLogger } from '../../../core/base/logger.ts';
import type { BarStore } from '../../../core/data-manager/bar-store.ts';
import { noisyStore } from '../../../core/data-manager/noisy-store.ts';
import { createEngine } from '../../../core/index.ts';
import {
  checkStrategy,
  type HonestyReport,
} from '../../../core/session-coordinator/strategy-check/check-strategy.ts';
import { at, bars, calendar } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { sessionConfig, testWall } from '../../helpers/session-harness.ts';

const day = '2025-07-02 09:30';
const [RIVN, AAPL] = ['RIVN', 'AAPL'].map(asTicker) as [Ticker, Ticker];
const store = memoryStore(
  bars('RIVN').from(day).minutes(390).build(),
  bars('AAPL').from(day).minutes(390).build(),
);
const config = sessionConfig({ symbols: ['RIVN', 'AAPL'], streams: ['1m', '5m'] });

/** `make` is handed the store of each run, as a strategy that reads files of bars would have it. */
async function check(make: (store: BarStore) => Strategy): Promise<HonestyReport> {
  const report = await checkStrategy({
    config,
    store,
    calendar,
    open: (trial) =>
      createEngine({ store: trial.store, calendar, wall: testWall(), logger: silentLogger }).open(
        trial.config,
        {
          recorder: { event() {}, journal() {}, export() {} },
          strategies: [make(trial.store)],
          planned: trial.planned,
        },
      ),
  });
  if (!report.ok) throw new Error(report.failure.message);
  return report.value;
}

const signalWhen = (
  name: string,
  decide: (symbol: Ticker, clock: number, close: number) => boolean,
): Strategy => ({
  name,
  onInstant({ clock, closed }, context) {
    for (const { symbol, interval } of closed) {
      const close = context.view.latestBar(symbol, '1m')?.close ?? Number.NaN;
      if (interval === '5m' && decide(symbol, clock, close)) {
        context.signal({ symbol, direction: 'long', price: close, text: 'up' });
      }
    }
  },
});

/** Reads the whole day of a symbol: close by the instant at which the bar opens. */
async function learn(given: BarStore, symbol: Ticker, known: Map<string, number>): Promise<void> {
  const read = await given.getBars(symbol, '1m', { from: at(day), to: at('2025-07-02 16:00') });
  if (!read.ok) throw new Error('there are bars');
  const { openMs, close, length } = read.value.bars;
  for (let index = 0; index < length; index++)
    known.set(`${symbol} ${openMs[index]}`, close[index] as number);
}

describe('the check of a strategy', () => {
  it('finds nothing in one that looks at closed bars', async () => {
    const report = await check(() => signalWhen('honest', (_symbol, _clock, close) => close > 58));
    expect(report.actions).toBeGreaterThan(20);
    expect(report.unsteady).toBeUndefined();
    expect(report.blind).toBe(false);
    expect(report.lookAhead.length).toBeGreaterThan(5);
    expect(report.lookAhead.filter(({ difference }) => difference !== undefined)).toEqual([]);
    expect(report.lateAdds).toMatchObject([
      { symbol: 'RIVN', difference: undefined },
      { symbol: 'AAPL', difference: undefined },
    ]);
  });

  it('catches one that reads the bars to come from the store, with the instant', async () => {
    const report = await check((given) => {
      const known = new Map<string, number>();
      const cheat = signalWhen(
        'cheat',
        (symbol, clock, close) => (known.get(`${symbol} ${clock}`) ?? 0) > close,
      );
      return {
        ...cheat,
        // The whole day, read when the session is set up.
        onSetup() {
          for (const symbol of [RIVN, AAPL]) {
            void learn(given, symbol, known);
          }
        },
      };
    });
    const caught = report.lookAhead.filter(({ difference }) => difference !== undefined);
    expect(caught.length).toBeGreaterThan(0);
    for (const { noiseAfter, difference } of caught) expect(difference?.clock).toBe(noiseAfter);
  });

  it('catches one that knows of the run before', async () => {
    const seen = new Map<string, number>();
    const report = await check(() =>
      signalWhen('memory', (symbol, clock, close) => {
        const next = seen.get(`${symbol} ${clock + 5 * MINUTE_MS}`);
        seen.set(`${symbol} ${clock}`, close);
        return next !== undefined && next > close;
      }),
    );
    expect(report.unsteady).toMatchObject({ expected: undefined, found: { what: 'memory: long, up' } });
  });

  it('says of one that decides by a list of dates that it does not look at the bars', async () => {
    const known = new Map<string, number>();
    await learn(store, RIVN, known);
    const rises = (clock: number): boolean =>
      (known.get(`RIVN ${clock + 5 * MINUTE_MS}`) ?? 0) > (known.get(`RIVN ${clock}`) ?? Number.NaN);
    const report = await check(() => signalWhen('dates', (symbol, clock) => symbol === RIVN && rises(clock)));
    expect(report.actions).toBeGreaterThan(10);
    expect(report.blind).toBe(true);
  });

  it('names the symbol and the instant of one that depends on what it saw before', async () => {
    const report = await check(() => {
      const counts = new Map<Ticker, number>();
      return signalWhen('counter', (symbol) => {
        counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
        return (counts.get(symbol) ?? 0) % 10 === 0;
      });
    });
    expect(report.lookAhead.every(({ difference }) => difference === undefined)).toBe(true);
    expect(report.lateAdds).toMatchObject([
      { symbol: 'RIVN', addedAt: '2025-07-02T15:40:00.000Z', difference: { expected: { symbol: 'RIVN' } } },
      { symbol: 'AAPL', difference: { expected: { symbol: 'AAPL' } } },
    ]);
  });

  it('reports one that is stopped', async () => {
    const report = await check(() => ({
      name: 'bad',
      onInstant() {
        throw new Error('no');
      },
    }));
    expect(report.stopped).toMatchObject({ what: 'bad was stopped: Error: no' });
  });
});

describe('noise in place of the future', () => {
  it('keeps every bar known by then and every time, and changes every other one, the same way each time', async () => {
    const until = at('2025-07-02 12:00');
    const range = { from: at(day), to: at('2025-07-02 16:00') };
    const [real, noisy, again] = await Promise.all(
      [store, noisyStore(store, calendar, until), noisyStore(store, calendar, until)].map(async (each) => {
        const read = await each.getBars(RIVN, '1m', range);
        if (!read.ok) throw new Error('there are bars');
        return read.value.bars;
      }),
    );
    expect(noisy).toEqual(again);
    expect(noisy!.openMs.slice(0, 390)).toEqual(real!.openMs.slice(0, 390));
    expect(noisy!.close.slice(0, 150)).toEqual(real!.close.slice(0, 150));
    for (let index = 150; index < 390; index++) {
      expect(noisy!.close[index]).not.toBe(real!.close[index]);
      expect(noisy!.high[index]!).toBeGreaterThanOrEqual(Math.max(noisy!.open[index]!, noisy!.close[index]!));
      expect(noisy!.low[index]!).toBeLessThanOrEqual(Math.min(noisy!.open[index]!, noisy!.close[index]!));
      expect(noisy!.low[index]!).toBeGreaterThan(0);
    }
  });
});
