import { z } from 'zod';
import { INTERVALS } from '../base/interval.ts';
import { isRealDay } from '../base/epoch-ms.ts';

/**
 * The shape of `session_configs/*.json`. Keys keep the file's snake_case in code: the object *is* the file.
 * Every default stands here and nowhere else.
 */

/** A number within `[min, max]`, both included; the error names the value and both ends. */
function numberWithin(min: number, max: number) {
  const error = ({ input }: { input?: unknown }): string => `${String(input)} is outside ${min} to ${max}`;
  return z.number().min(min, { error }).max(max, { error });
}

function integerWithin(min: number, max: number) {
  return numberWithin(min, max).refine(Number.isInteger, {
    error: ({ input }) => `${String(input)} is not a whole number`,
  });
}

const day = z.string().refine(isRealDay, {
  error: ({ input }) => `"${String(input)}" is not a day; expected YYYY-MM-DD`,
});

const symbol = z.string().regex(/^[A-Z0-9][A-Z0-9.\-/]{0,19}$/, {
  error: ({ input }) =>
    `"${String(input)}" is not a symbol; expected upper-case letters, digits, dots or dashes`,
});

const interval = z.enum(INTERVALS, {
  error: ({ input }) => `"${String(input)}" is not an interval; expected one of ${INTERVALS.join(', ')}`,
});

const stream = z.enum([...INTERVALS, 'quotes'], {
  error: ({ input }) =>
    input === 'ticks'
      ? 'ticks are not supported; bars are, from 1s up'
      : `"${String(input)}" is not a stream; expected quotes or one of ${INTERVALS.join(', ')}`,
});

/** A default made of the inner defaults, so that each stands once. */
function withDefaults<S extends z.ZodRawShape>(shape: S) {
  const object = z.strictObject(shape);
  return object.prefault({} as z.input<typeof object>);
}

const unique = (list: readonly unknown[]): boolean => new Set(list).size === list.length;
const noTwice = { error: ({ input }: { input?: unknown }) => `${twice(input)} stands there twice` };
function twice(input: unknown): string {
  if (!Array.isArray(input)) return String(input);
  return String(input.find((entry, index) => input.indexOf(entry) !== index));
}

export const sessionIndicatorSchema = z.object({ name: z.string().min(1), interval }).catchall(z.number());

export const historicalIndicatorSchema = z.strictObject({
  name: z.string().min(1),
  period: integerWithin(1, 1000),
  unit: z.enum(['days', 'bars']).default('days'),
  interval,
});

const streaming = withDefaults({
  /** Lag over this many seconds deactivates the session. */
  catchup_threshold_seconds: numberWithin(1, 86_400).default(60),
  /** Lag is checked at a symbol's first bar and then every so many bars. */
  catchup_check_interval: integerWithin(1, 100).default(10),
});

export const historicalDataSchema = z.strictObject({
  trailing_days: integerWithin(1, 2_000),
  intervals: z.array(interval).min(1).refine(unique, noTwice),
  apply_to: z
    .union([z.literal('all'), z.array(symbol).min(1)], {
      error: ({ input }) => `${JSON.stringify(input)} is neither "all" nor a list of symbols`,
    })
    .default('all'),
});

const sessionData = z.strictObject({
  symbols: z.array(symbol).min(1, { error: 'expected at least one symbol' }).refine(unique, noTwice),
  streams: z.array(stream).min(1, { error: 'expected at least one interval' }).refine(unique, noTwice),
  streaming,
  historical: withDefaults({
    enable_quality: z.boolean().default(true),
    data: z.array(historicalDataSchema).default([]),
  }),
  gap_filler: withDefaults({
    enable_session_quality: z.boolean().default(true),
    max_retries: integerWithin(0, 100).default(5),
    retry_interval_seconds: numberWithin(1, 86_400).default(60),
  }),
  indicators: withDefaults({
    session: z.array(sessionIndicatorSchema).default([]),
    historical: z.array(historicalIndicatorSchema).default([]),
  }),
  derived_bars: withDefaults({
    /** `mark` publishes a derived bar with coverage below 1, marked; `skip` publishes complete ones only. */
    incomplete: z.enum(['mark', 'skip']).default('mark'),
  }),
  extended_hours: z.boolean().default(false),
});

const backtest = z.strictObject({
  start_date: day,
  end_date: day,
  /** 0 = as fast as data flow; n = n times real time. */
  speed_multiplier: numberWithin(0, 100_000).default(0),
});

const identity = {
  session_name: z.string().min(1, { error: 'expected a name' }).max(200),
  exchange_group: z.enum(['US_EQUITY']).default('US_EQUITY'),
  asset_class: z.enum(['EQUITY']).default('EQUITY'),
} as const;

const rest = {
  session_data_config: sessionData,
  trading_config: withDefaults({
    max_buying_power: numberWithin(0, 1e12).default(100_000),
    max_per_trade: numberWithin(0, 1e12).default(10_000),
    max_per_symbol: numberWithin(0, 1e12).default(20_000),
    max_open_positions: integerWithin(0, 10_000).default(5),
  }),
  api_config: withDefaults({
    data_api: z.enum(['parquet', 'alpaca', 'sim']).default('parquet'),
    trade_api: z.enum(['simulated', 'alpaca_paper']).default('simulated'),
  }),
  metadata: withDefaults({
    created_by: z.string().default(''),
    description: z.string().default(''),
    strategy: z.string().default(''),
    version: z.string().default('1.0'),
  }),
} as const;

const backtestConfig = z
  .strictObject({ ...identity, mode: z.literal('backtest'), backtest_config: backtest, ...rest })
  .refine((config) => config.backtest_config.start_date <= config.backtest_config.end_date, {
    path: ['backtest_config', 'end_date'],
    error: 'end_date is before start_date',
  });

const liveConfig = z.strictObject({
  ...identity,
  mode: z.literal('live'),
  live_config: z.strictObject({ feed: z.enum(['sim', 'alpaca']).default('sim') }),
  ...rest,
});

export const sessionConfigSchema = z.discriminatedUnion('mode', [backtestConfig, liveConfig], {
  error: ({ input }) =>
    `${JSON.stringify((input as { mode?: unknown } | null)?.mode)} is neither "backtest" nor "live"`,
});

export type SessionConfig = z.infer<typeof sessionConfigSchema>;
export type BacktestSessionConfig = Extract<SessionConfig, { mode: 'backtest' }>;
export type SessionIndicatorSpec = z.infer<typeof sessionIndicatorSchema>;
export type HistoricalIndicatorSpec = z.infer<typeof historicalIndicatorSchema>;
export type HistoricalDataSpec = z.infer<typeof historicalDataSchema>;

/** The config as its file: two spaces, keys in the schema's order, a line feed at the end. */
export const printSessionConfig = (config: SessionConfig): string => `${JSON.stringify(config, null, 2)}\n`;
