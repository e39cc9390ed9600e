import { z } from 'zod';
import { GROUP_NAMES } from './exchange-groups.ts';
import {
  currency,
  day,
  instruments,
  integerWithin,
  interval,
  noTwice,
  numberWithin,
  overZero,
  stream,
  symbol,
  unique,
  withDefaults,
} from './config-values.ts';
import { ADJUSTMENTS } from './corporate-action.ts';
import { ASSET_CLASSES } from './instrument.ts';

/**
 * The shape of `session_configs/*.json`. Keys keep the file's snake_case in code: the object *is* the file. Every
 * default is defined here and nowhere else.
 */

export const sessionIndicatorSchema = z
  .object({
    name: z.string().min(1).describe('As in the table of indicators.'),
    interval: interval.describe('The bars it follows.'),
  })
  .catchall(z.number());

export const historicalIndicatorSchema = z.strictObject({
  name: z.string().min(1).describe('As in the table of historical indicators.'),
  period: integerWithin(1, 1000).describe('Number of days or bars in its window.'),
  unit: z.enum(['days', 'bars']).default('days').describe('Unit of the period.'),
  interval: interval.describe('Interval of the bars that it watches.'),
});

/** The allowed types of a strategy's parameter. */
const parameter = z.union([z.number(), z.string(), z.boolean(), z.array(z.union([z.number(), z.string()]))], {
  error: 'expected a number, a text, true or false, or a list of these',
});

const strategySchema = z
  .object({
    name: z
      .string()
      .min(1)
      .describe('A built-in one, or a file: in the strategies folder or beside the config.'),
  })
  .catchall(parameter);

const streaming = withDefaults({
  catchup_threshold_seconds: numberWithin(1, 86_400)
    .default(60)
    .describe('Lag over this many seconds deactivates the session.'),
  catchup_check_interval: integerWithin(1, 100)
    .default(10)
    .describe("Lag is checked at a symbol's first bar and then each time after this number of bars."),
});

const historicalDataSchema = z.strictObject({
  trailing_days: integerWithin(1, 2_000).describe('Trading days before the session day.'),
  intervals: z
    .array(interval)
    .min(1)
    .refine(unique, noTwice)
    .describe('Stored or derived intervals to load history of.'),
  apply_to: z
    .union([z.literal('all'), z.array(symbol).min(1)], {
      error: ({ input }) => `${JSON.stringify(input)} is neither "all" nor a list of symbols`,
    })
    .default('all')
    .describe('Which symbols: "all" or a list.'),
});

const sessionData = z.strictObject({
  symbols: z
    .array(symbol)
    .min(1, { error: 'expected at least one symbol' })
    .refine(unique, noTwice)
    .describe('Symbols that the session starts with, upper case.'),
  streams: z
    .array(stream)
    .min(1, { error: 'expected at least one interval' })
    .refine(unique, noTwice)
    .describe('Intervals of today, and quotes. The streamed base interval follows from them.'),
  streaming,
  historical: withDefaults({
    enable_quality: z.boolean().default(true).describe('Measures the quality of each day of history.'),
    data: z.array(historicalDataSchema).default([]).describe('History to load before the session.'),
  }),
  gap_filler: withDefaults({
    enable_session_quality: z
      .boolean()
      .default(true)
      .describe('Live: asks the feed for missed minutes; backtest: gaps are only reported.'),
    max_retries: integerWithin(0, 100)
      .default(5)
      .describe('Live: how often a request for a gap is repeated.'),
    retry_interval_seconds: numberWithin(1, 86_400).default(60).describe('Live: seconds between two tries.'),
  }),
  indicators: withDefaults({
    session: z
      .array(sessionIndicatorSchema)
      .default([])
      .describe('Indicators that follow the session: name, interval and their own parameters.'),
    historical: z
      .array(historicalIndicatorSchema)
      .default([])
      .describe('Figures about the days before, computed once.'),
  }),
  derived_bars: withDefaults({
    incomplete: z
      .enum(['mark', 'skip'])
      .default('mark')
      .describe(
        '`mark` publishes incomplete derived bars, marked by their coverage; `skip` publishes complete ones only.',
      ),
  }),
  adjustment: z
    .enum(ADJUSTMENTS)
    .default('raw')
    .describe(
      'Bars of days before the session: as stored, adjusted for splits, or for splits and dividends (`total`).',
    ),
  extended_hours: z
    .boolean()
    .default(false)
    .describe('Runs the session over the hours before the open and after the close as well.'),
});

const backtest = z.strictObject({
  start_date: day.describe('First exchange day.'),
  end_date: day.describe('Last exchange day, included.'),
  speed_multiplier: numberWithin(0, 100_000)
    .default(0)
    .describe('0 = as fast as data flow; n = n times real time.'),
});

const TRADING_ACCOUNT = {
  max_daily_loss: numberWithin(0, 1e12)
    .default(0)
    .describe(
      'Loss of a day, including open positions, at which all positions are closed and trading stops; 0 = no stop.',
    ),
  starting_cash: numberWithin(0, 1e10).default(100_000).describe('Initial money of the account.'),
  account: z
    .enum(['cash', 'margin'])
    .default('margin')
    .describe(
      '`cash` buys with available cash and sells only held shares; `margin` may borrow and sell short.',
    ),
  margin: withDefaults({
    initial_percent: numberWithin(1, 100)
      .default(50)
      .describe('Equity required behind positions when an order is accepted.'),
    maintenance_percent: numberWithin(0, 100)
      .default(25)
      .describe('Equity below which all positions are closed.'),
  }),
  shorting: withDefaults({
    allowed: z.boolean().default(true).describe('Whether a margin account sells short.'),
    not_borrowable: z.array(symbol).default([]).describe('Symbols whose shares cannot be borrowed.'),
    borrow_percent_per_year: numberWithin(0, 1_000)
      .default(0)
      .describe('Annual rate for borrowed shares, charged per night with a year of 360 days.'),
  }),
  costs: withDefaults({
    fee_per_order: numberWithin(0, 10_000).default(0).describe("Paid with an order's first fill."),
    fee_per_share: numberWithin(0, 100).default(0).describe('Paid for each share filled.'),
    fee_percent: numberWithin(0, 100).default(0).describe('Paid in percent of the value filled.'),
    min_fee_per_order: numberWithin(0, 10_000)
      .default(0)
      .describe('Least that an order pays over all its fills.'),
    fee_tiers: z
      .array(
        z.strictObject({
          above: numberWithin(0, 1e15).describe('Value traded in the calendar month from which it applies.'),
          fee_per_share: numberWithin(0, 100).default(0).describe('Replaces the plain one.'),
          fee_percent: numberWithin(0, 100).default(0).describe('Replaces the plain one.'),
        }),
      )
      .default([])
      .describe('Other fees per share and in percent from a traded value on.'),
    slippage_per_share: numberWithin(0, 100).default(0).describe('Slippage of orders that take liquidity.'),
    spread_basis_points: numberWithin(0, 5_000)
      .default(0)
      .describe('The full spread; an order that takes liquidity pays half of it.'),
    max_volume_share: numberWithin(0, 1)
      .default(0)
      .describe("Share of a bar's volume that orders may take, the rest waits; 0 = no limit."),
    volume_impact: numberWithin(0, 10)
      .default(0)
      .describe('Price impact: this times the square of the share of the volume taken.'),
  }),
  currency: z
    .union([z.literal(''), currency])
    .default('')
    .describe("The account's currency; the first symbol's when empty, US dollars for FOREX."),
  currency_rates: z
    .record(z.string().min(4).max(12), overZero(1e9))
    .default({})
    .describe('Rates for currencies without a pair in the session: `EURUSD` 1.08 = 1.08 dollars a euro.'),
  limit_fills: z
    .enum(['touched', 'traded_through'])
    .default('touched')
    .describe('Whether a bar fills a limit order when it touches the limit, or only when it goes beyond it.'),
  benchmark: z
    .union([z.literal(''), symbol])
    .default('')
    .describe('Symbol to hold against in the report; the first one of the session when empty.'),
} as const;

const identity = {
  session_name: z.string().min(1, { error: 'expected a name' }).max(200).describe('Display name.'),
  exchange_group: z
    .enum(GROUP_NAMES, {
      error: ({ input }) =>
        `${JSON.stringify(input)} is not an exchange group; expected ${GROUP_NAMES.join(', ')}`,
    })
    .default('US_EQUITY')
    .describe('Exchange group whose calendar and hours apply; docs/markets.md lists them.'),
  asset_class: z.enum(ASSET_CLASSES).default('EQUITY').describe('Asset class.'),
  instruments,
} as const;

const rest = {
  session_data_config: sessionData,
  strategies: z
    .array(strategySchema)
    .default([{ name: 'vwap-cross' }])
    .describe(
      'Strategies that watch the session and trade, each with its own parameters. See docs/strategies.md.',
    ),
  scanners: z
    .array(strategySchema)
    .default([])
    .describe('Scanners that look for symbols and add them, each with its own parameters.'),
  trading_config: withDefaults({
    max_buying_power: numberWithin(0, 1e12)
      .default(100_000)
      .describe('Most money in all positions together.'),
    max_per_trade: numberWithin(0, 1e12).default(10_000).describe('Most money in one order.'),
    max_per_symbol: numberWithin(0, 1e12).default(20_000).describe('Most money in one symbol.'),
    max_open_positions: integerWithin(0, 1_000_000_000).default(5).describe('Most positions open at once.'),
    ...TRADING_ACCOUNT,
  }),
  api_config: withDefaults({
    data_api: z.enum(['parquet', 'alpaca', 'sim']).default('parquet').describe('Source of the bars.'),
    trade_api: z
      .enum(['simulated', 'alpaca_paper'])
      .default('simulated')
      .describe('Destination of the orders.'),
  }),
  metadata: withDefaults({
    created_by: z.string().default('').describe('Author of the config.'),
    description: z.string().default('').describe('Purpose of the config, in words.'),
    strategy: z.string().default('').describe('`none` runs without any strategy; anything else is a remark.'),
    version: z.string().default('1.0').describe('Version of the config, as its author counts.'),
  }),
} as const;

const backtestConfig = z
  .strictObject({
    ...identity,
    mode: z.literal('backtest').describe('`backtest` replays past days, `live` follows today.'),
    backtest_config: backtest,
    ...rest,
  })
  .refine((config) => config.backtest_config.start_date <= config.backtest_config.end_date, {
    path: ['backtest_config', 'end_date'],
    error: 'end_date is before start_date',
  });

const liveConfig = z.strictObject({
  ...identity,
  mode: z.literal('live').describe('`backtest` replays past days, `live` follows today.'),
  live_config: z.strictObject({
    feed: z.enum(['sim', 'alpaca']).default('sim').describe('The feed of a live session.'),
  }),
  ...rest,
});

export const sessionConfigSchema = z.discriminatedUnion('mode', [backtestConfig, liveConfig], {
  error: ({ input }) =>
    `${JSON.stringify((input as { mode?: unknown } | null)?.mode)} is neither "backtest" nor "live"`,
});

export type SessionConfig = z.infer<typeof sessionConfigSchema>;
export type LiveSessionConfig = Extract<SessionConfig, { mode: 'live' }>;
export type BacktestSessionConfig = Extract<SessionConfig, { mode: 'backtest' }>;
export type StrategySpec = z.infer<typeof strategySchema>;
export type SessionIndicatorSpec = z.infer<typeof sessionIndicatorSchema>;
export type HistoricalIndicatorSpec = z.infer<typeof historicalIndicatorSchema>;

/** The config as the text of its file: two spaces, keys in the schema's order, a line feed at the end. */
export const printSessionConfig = (config: SessionConfig): string => `${JSON.stringify(config, null, 2)}\n`;
