import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { asTicker, MINUTE_MS, type TradingDay } from '../../../core/base/epoch-ms.ts';
import { DataProcessor } from '../../../core/data-processor/data-processor.ts';
import { closeForming, deriveFrom } from '../../../core/data-processor/derive-bars.ts';
import { createIndicator } from '../../../core/data-processor/indicators/registry.ts';
import { BarColumns, sliceColumns, windowOf } from '../../../core/model/bar-columns.ts';
import { BarBatch } from '../../../core/session-data/bar-batch.ts';
import { FloatArena, NumberPools } from '../../../core/model/float-arena.ts';
import { Series } from '../../../core/session-data/series.ts';
import { readMetrics } from '../../../core/session-data/session-metrics.ts';
import { SymbolRecord } from '../../../core/session-data/symbol-record.ts';
import { SessionGrid } from '../../../core/time-manager/session-grid.ts';
import { createUsEquityCalendar } from '../../../core/time-manager/us-equity-calendar.ts';
import { indicator } from '../../helpers/session-harness.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

const session = createUsEquityCalendar().tradingSession('2025-07-02' as TradingDay);
if (session === undefined) throw new Error('2 July 2025 is a trading day');
const grid = new SessionGrid(session, { extendedHours: false, week: () => [session] });
const MINUTES = 45;
const SPECS = [
  indicator('sma', '5m', { period: 2 }),
  indicator('rsi', '1m', { period: 3 }),
  indicator('vwap', '1m'),
];

const price = fc.integer({ min: 1, max: 9_999 });
/** A symbol: whether it has 15m bars, and its minutes, with gaps. */
const symbol = fc.record({
  wide: fc.boolean(),
  minutes: fc.array(fc.option(fc.tuple(price, price, fc.nat(1_000)), { freq: 4 }), {
    minLength: MINUTES,
    maxLength: MINUTES,
  }),
});

function recordOf(name: string, wide: boolean, pools: NumberPools): SymbolRecord {
  const record = new SymbolRecord(
    asTicker(name),
    {
      meets_session_config_requirements: true,
      added_by: 'config',
      auto_provisioned: false,
      added_at: null,
      upgraded_from_adhoc: false,
    },
    pools,
  );
  record.baseInterval = '1m';
  for (const interval of ['1m', '5m', ...(wide ? (['15m'] as const) : [])] as const)
    record.addSeries(interval, interval === '1m' ? undefined : '1m', 0);
  for (const spec of SPECS) {
    const series = record.series.get(spec.interval);
    const created = createIndicator(spec, pools);
    if (!created.ok || series === undefined) throw new Error(`no ${spec.name}`);
    record.setIndicator(
      series,
      Object.assign(created.value, { key: `${spec.name}@${spec.interval}`, spec, warmUp: undefined }),
    );
  }
  return record;
}

/** All readable values of a symbol. */
const stateOf = ({ series, metrics, indicators }: SymbolRecord) => ({
  bars: [...series.values()].map((each) => [
    sliceColumns(each.bars),
    each.coverage.slice(0, each.bars.length),
  ]),
  forming: [...series.values()].map(({ forming }) => [
    forming.closeMs,
    forming.present,
    forming.present > 0 && forming.high,
  ]),
  metrics: [readMetrics(metrics), metrics.regularBars],
  indicators: [...indicators.values()].map((each) => each.value()),
});

test('all symbols at once have the results of each alone, for any bars', () => {
  fc.assert(
    fc.property(fc.array(symbol, { minLength: 1, maxLength: 5 }), fc.boolean(), (symbols, skipIncomplete) => {
      const pools = new NumberPools();
      const together = symbols.map(({ wide }, place) => recordOf(`T${place}`, wide, pools));
      const alone = symbols.map(({ wide }, place) => recordOf(`A${place}`, wide, new NumberPools()));
      const processor = new DataProcessor(grid, pools, skipIncomplete);
      processor.arrange(together);
      const batch = new BarBatch();
      batch.arrange(symbols.length);
      for (let minute = 0; minute < MINUTES; minute++) {
        const openMs = session.open + minute * MINUTE_MS;
        const instant = openMs + MINUTE_MS;
        const { bars, has } = batch;
        has.fill(0);
        for (const [place, { minutes }] of symbols.entries()) {
          const record = alone[place] as SymbolRecord;
          const bar = minutes[minute];
          if (bar !== null && bar !== undefined) {
            const [first, last, volume] = bar;
            const one = new BarColumns();
            one.append(openMs, first, Math.max(first, last), Math.min(first, last), last, volume);
            bars.copyAt(place, one, 0);
            has[place] = 1;
            record.metrics.add(one, 0, true);
            for (const each of record.base?.indicators ?? []) each.update(one, 0);
            for (const series of record.derivedSeries) deriveFrom(series, grid, one, skipIncomplete);
          }
          for (const series of record.derivedSeries) closeForming(series, instant, skipIncomplete);
        }
        processor.take(batch);
        processor.close(instant);
      }
      expect(together.map(stateOf)).toEqual(alone.map(stateOf));
    }),
    { numRuns: propertyRuns(60) },
  );
});

/** Minutes of a whole day by their distance from the open, in and out of regular hours, with their prices. */
const wholeDay = fc.uniqueArray(
  fc.record({ minute: fc.integer({ min: -330, max: 630 }), price, span: fc.nat(50), volume: fc.nat(1_000) }),
  { selector: ({ minute }) => minute, maxLength: 200 },
);

test('bars derived in one pass equal those derived one base bar at a time', () => {
  const wide = new SessionGrid(session, { extendedHours: true, week: () => [session] });
  fc.assert(
    fc.property(wholeDay, fc.boolean(), (minutes, skipIncomplete) => {
      const bars = new BarColumns();
      for (const each of [...minutes].sort((a, b) => a.minute - b.minute)) {
        const openMs = session.open + each.minute * MINUTE_MS;
        bars.append(
          openMs,
          each.price,
          each.price + each.span,
          each.price - each.span,
          each.price,
          each.volume,
        );
      }
      for (const interval of ['2m', '5m', '1h', '4h', '1d', '1w'] as const) {
        const [whole, single] = [0, 1].map(
          () => new Series(asTicker('A'), interval, '1m', 0, new FloatArena()),
        ) as [Series, Series];
        deriveFrom(whole, wide, bars, skipIncomplete);
        for (let at = 0; at < bars.length; at++)
          deriveFrom(single, wide, windowOf(bars, at, at + 1), skipIncomplete);
        expect(barsOf(whole)).toEqual(barsOf(single));
      }
    }),
  );
});

const barsOf = ({ bars, coverage, forming }: Series) => [
  sliceColumns(bars),
  coverage.slice(0, bars.length),
  forming.present > 0 && [
    forming.openMs,
    forming.open,
    forming.high,
    forming.low,
    forming.close,
    forming.volume,
  ],
  [forming.present, forming.closeMs],
];
