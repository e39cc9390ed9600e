import { asTicker, type Ticker } from '../../base/epoch-ms.ts';

/** The behaviour of a generated symbol. Prices and volumes are generated: they are not those of any real security. */
export interface SampleSymbol {
  readonly symbol: Ticker;
  /** Dollars at the first open. */
  readonly price: number;
  /** Standard deviation of a day's return. */
  readonly dailyVolatility: number;
  /** Its share of the market's move. */
  readonly beta: number;
  /** Shares in an ordinary minute at noon. */
  readonly minuteVolume: number;
  /** Share of the minutes at noon in which it trades at all. */
  readonly activity: number;
  readonly extendedHours: boolean;
  /** The trading day of the sample, from 1, on which it is traded first. */
  readonly firstDay: number;
  /** Grid of its prices; a cent where left out. */
  readonly tick?: number;
  /** Grid of its volumes; 1 where left out. */
  readonly volumeStep?: number;
}

type Shape = Partial<Omit<SampleSymbol, 'symbol'>> & Pick<SampleSymbol, 'price' | 'minuteVolume'>;

const sample = (name: string, shape: Shape): SampleSymbol => ({
  symbol: asTicker(name),
  dailyVolatility: 0.018,
  beta: 1,
  activity: 1,
  extendedHours: false,
  firstDay: 1,
  ...shape,
});

/**
 * The symbols of the sample: liquid shares and funds, and three difficult ones: PCTY trades in some minutes only, BRK.B
 * has a dot in its name, NEWCO is listed on the third day.
 */
export const SAMPLE_SYMBOLS: readonly SampleSymbol[] = [
  sample('AAPL', { price: 140, minuteVolume: 60_000, dailyVolatility: 0.015 }),
  sample('MSFT', { price: 310, minuteVolume: 28_000, dailyVolatility: 0.014 }),
  sample('NVDA', {
    price: 95,
    minuteVolume: 210_000,
    dailyVolatility: 0.028,
    beta: 1.7,
    extendedHours: true,
  }),
  sample('AMZN', { price: 120, minuteVolume: 48_000, beta: 1.2 }),
  sample('TSLA', {
    price: 180,
    minuteVolume: 110_000,
    dailyVolatility: 0.034,
    beta: 1.8,
    extendedHours: true,
  }),
  sample('RIVN', { price: 21, minuteVolume: 42_000, dailyVolatility: 0.036, beta: 1.4 }),
  sample('SPY', { price: 400, minuteVolume: 90_000, dailyVolatility: 0.002, beta: 1, extendedHours: true }),
  sample('QQQ', { price: 350, minuteVolume: 62_000, dailyVolatility: 0.004, beta: 1.2 }),
  sample('AMD', { price: 80, minuteVolume: 85_000, dailyVolatility: 0.03, beta: 1.6 }),
  sample('JPM', { price: 110, minuteVolume: 15_000, dailyVolatility: 0.012, beta: 0.9 }),
  sample('KO', { price: 45, minuteVolume: 21_000, dailyVolatility: 0.008, beta: 0.4 }),
  sample('PCTY', { price: 130, minuteVolume: 450, activity: 0.45, beta: 0.8 }),
  sample('BRK.B', { price: 290, minuteVolume: 7_000, dailyVolatility: 0.009, beta: 0.7 }),
  sample('NEWCO', { price: 32, minuteVolume: 26_000, dailyVolatility: 0.045, firstDay: 3 }),
];
