import { asTicker, asTradingDay, type Ticker } from '../../base/epoch-ms.ts';
import { allOk, ok, type Result } from '../../base/result.ts';
import type { ExchangeGroup } from '../../model/exchange-groups.ts';
import { calendarFor } from '../../time-manager/calendars.ts';
import type { WritableBarStore, WriteReport } from '../bar-store.ts';
import { SYNTHETIC_SOURCE } from '../parquet/month-metadata.ts';
import { generateDays } from './generate-days.ts';
import type { SampleSymbol } from './sample-symbols.ts';

/** A sample of one exchange group: a few sessions of minutes, and days before them. */
interface MarketSample {
  readonly group: ExchangeGroup;
  readonly from: string;
  readonly to: string;
  readonly symbols: readonly SampleSymbol[];
}

/** Trading days of 1d bars before the first minute. */
const DAYS_OF_HISTORY = 20;

type Shape = Partial<SampleSymbol> &
  Pick<SampleSymbol, 'price' | 'tick' | 'minuteVolume' | 'dailyVolatility'>;

const shaped = (name: string, shape: Shape): SampleSymbol => ({
  symbol: asTicker(name),
  beta: 1,
  activity: 1,
  extendedHours: false,
  firstDay: 1,
  ...shape,
});

/**
 * Coins over a weekend, futures through the week of Thanksgiving, Tokyo with its lunch break. Generated like the rest of the
 * sample: none of the prices and volumes is real.
 */
const MARKET_SAMPLES: readonly MarketSample[] = [
  {
    group: 'CRYPTO',
    from: '2025-11-21',
    to: '2025-11-23',
    symbols: [
      shaped('BTC/USD', {
        price: 64_000,
        tick: 0.01,
        minuteVolume: 3,
        volumeStep: 1e-6,
        dailyVolatility: 0.012,
      }),
      shaped('ETH/USD', {
        price: 2_400,
        tick: 0.01,
        minuteVolume: 40,
        volumeStep: 1e-5,
        dailyVolatility: 0.016,
        beta: 1.3,
      }),
      shaped('PEPE/USD', {
        price: 0.0000153,
        tick: 1e-9,
        minuteVolume: 4e8,
        dailyVolatility: 0.03,
        beta: 1.6,
        activity: 0.8,
      }),
    ],
  },
  {
    group: 'CME_EQUITY',
    from: '2025-11-24',
    to: '2025-11-28',
    symbols: [
      shaped('ESZ5', { price: 5_200, tick: 0.25, minuteVolume: 900, dailyVolatility: 0.002 }),
      shaped('MESZ5', { price: 5_200, tick: 0.25, minuteVolume: 700, dailyVolatility: 0.002 }),
      shaped('NQZ5', { price: 17_800, tick: 0.25, minuteVolume: 500, dailyVolatility: 0.004, beta: 1.2 }),
    ],
  },
  {
    group: 'XTKS',
    from: '2025-11-18',
    to: '2025-11-21',
    symbols: [
      shaped('7203.T', { price: 2_450, tick: 1, minuteVolume: 52_000, dailyVolatility: 0.013 }),
      shaped('6758.T', { price: 3_120, tick: 1, minuteVolume: 31_000, dailyVolatility: 0.017 }),
      shaped('9984.T', { price: 8_040, tick: 5, minuteVolume: 18_000, dailyVolatility: 0.027, beta: 1.5 }),
    ],
  },
];

export interface MarketSampleReport {
  readonly symbols: readonly Ticker[];
  readonly bars: { readonly '1m': number; readonly '1d': number };
  readonly files: number;
}

/**
 * Fills a store with the samples of other markets, each under its own calendar. Fails with the failures of `writeBars`.
 */
export async function generateMarketSamples(store: WritableBarStore): Promise<Result<MarketSampleReport>> {
  const bars = { '1m': 0, '1d': 0 };
  const symbols: Ticker[] = [];
  const origin = { source: SYNTHETIC_SOURCE, adjusted: false };
  let files = 0;
  for (const { group, from, to, symbols: shapes } of MARKET_SAMPLES) {
    const found = calendarFor(group);
    if (!found.ok) return found;
    const calendar = found.value;
    const into = store.under?.(calendar) ?? store;
    const days = { first: asTradingDay(from), last: asTradingDay(to), history: DAYS_OF_HISTORY };
    const written: Promise<Result<WriteReport>>[] = [];
    for (const made of generateDays(`tapedeck sample ${group}`, calendar, shapes, days)) {
      const { symbol } = made.shape;
      symbols.push(symbol);
      bars['1m'] += made.minutes.length;
      bars['1d'] += made.days.length;
      written.push(into.writeBars(symbol, '1m', made.minutes, origin));
      written.push(into.writeBars(symbol, '1d', made.days, origin));
    }
    const reports = allOk(await Promise.all(written));
    if (!reports.ok) return reports;
    files += reports.value.reduce((sum, report) => sum + report.files.length, 0);
  }
  return ok({ symbols, bars, files });
}
