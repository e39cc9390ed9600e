import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INTERVALS } from '../../../core/base/interval.ts';
import { describeSessionConfig } from '../../../core/model/describe-session-config.ts';
import { parseSessionConfig } from '../../../core/model/parse-session-config.ts';
import { printSessionConfig } from '../../../core/model/session-config.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

type Json = Record<string, unknown>;

const FOLDER = path.resolve(import.meta.dirname, '../../../session_configs');

/** Every key of the file, with entries in every list. */
const WHOLE = (): Json => ({
  session_name: 'RIVN, with AAPL added at ten',
  exchange_group: 'US_EQUITY',
  asset_class: 'EQUITY',
  instruments: { 'ES*': { tick_size: 0.25, multiplier: 50, initial_margin: 15_000 } },
  mode: 'backtest',
  backtest_config: { start_date: '2025-07-02', end_date: '2025-07-03', speed_multiplier: 60 },
  session_data_config: {
    symbols: ['RIVN'],
    streams: ['1m', '5m', 'quotes'],
    streaming: { catchup_threshold_seconds: 90, catchup_check_interval: 7 },
    historical: {
      enable_quality: false,
      data: [{ trailing_days: 20, intervals: ['1d'], apply_to: ['RIVN'] }],
    },
    gap_filler: { enable_session_quality: false, max_retries: 3, retry_interval_seconds: 30 },
    indicators: {
      session: [{ name: 'sma', interval: '5m', period: 20 }],
      historical: [{ name: 'avg_volume', period: 20, unit: 'bars', interval: '1d' }],
    },
    derived_bars: { incomplete: 'skip' },
    adjustment: 'splits',
    extended_hours: true,
  },
  strategies: [{ name: 'sma-cross', fast: 5 }],
  scanners: [{ name: 'gap-up', at: ['10:00'] }],
  trading_config: {
    max_buying_power: 1,
    max_per_trade: 2,
    max_per_symbol: 3,
    max_open_positions: 4,
    max_daily_loss: 5,
    starting_cash: 6,
    account: 'cash',
    margin: { initial_percent: 60, maintenance_percent: 30 },
    shorting: { allowed: false, not_borrowable: ['PCTY'], borrow_percent_per_year: 3 },
    costs: {
      fee_per_order: 1,
      fee_per_share: 0.005,
      fee_percent: 0.1,
      min_fee_per_order: 1,
      fee_tiers: [{ above: 1_000_000, fee_per_share: 0.003, fee_percent: 0.05 }],
      slippage_per_share: 0.01,
      spread_basis_points: 2,
      max_volume_share: 0.1,
      volume_impact: 0.5,
    },
    currency: 'USD',
    currency_rates: { EURUSD: 1.08 },
    limit_fills: 'traded_through',
    benchmark: 'SPY',
  },
  api_config: { data_api: 'alpaca', trade_api: 'alpaca_paper' },
  metadata: { created_by: 'user', description: 'x', strategy: 'none', version: '2.1' },
});

const SHORTEST = (): Json => ({
  session_name: 'short',
  mode: 'backtest',
  backtest_config: { start_date: '2025-07-02', end_date: '2025-07-02' },
  session_data_config: { symbols: ['RIVN'], streams: ['1m'] },
});

/** `WHOLE` with something done at a path; `[]` is the first entry of a list. */
function changed(keyPath: string, change: (holder: Json, key: string) => void, document = WHOLE()): string {
  const steps = keyPath
    .split('.')
    .flatMap((step) => (step.endsWith('[]') ? [step.slice(0, -2), '0'] : [step]));
  const last = steps.pop() as string;
  let holder: Json = document;
  for (const step of steps) holder = holder[step] as Json;
  change(holder, last);
  return JSON.stringify(document);
}

const set = (keyPath: string, value: unknown): string =>
  changed(keyPath, (holder, key) => {
    holder[key] = value;
  });

const messageOf = (text: string): string => {
  const parsed = parseSessionConfig(text);
  return parsed.ok ? 'accepted' : parsed.failure.message;
};

/** The path as messages print it: entries of a list by their place. */
const printed = (keyPath: string): string => keyPath.replaceAll('[]', '.0');

const KEYS = describeSessionConfig().filter(({ path: keyPath }) => !keyPath.startsWith('live_config'));

/** Keys of indicators, strategies and scanners are their own: anything is a parameter, and the engine knows which. */
const isOpen = (keyPath: string): boolean =>
  /indicators\.session\[\]|^(strategies|scanners)\[\]/.test(keyPath);

const oneOf = (...values: readonly unknown[]) => fc.constantFrom(...values);
const someOf = (...values: readonly string[]) =>
  fc.uniqueArray(oneOf(...values), { minLength: 1, maxLength: 4 });
const optional = (shape: Record<string, fc.Arbitrary<unknown>>, required: readonly string[] = []) =>
  fc.record(shape, { requiredKeys: [...required] });
const ticker = () => fc.stringMatching(/^[A-Z0-9][A-Z0-9.\-/]{0,19}$/);
const tickers = () => fc.uniqueArray(ticker(), { minLength: 1, maxLength: 5 });
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const whole = (min: number, max: number) => fc.integer({ min, max });
const intervals = () => someOf(...INTERVALS);

/** Any config that the schema allows: every optional key there or not. */
const anyConfig = optional(
  {
    session_name: fc.string({ minLength: 1, maxLength: 200 }),
    exchange_group: oneOf('US_EQUITY'),
    asset_class: oneOf('EQUITY', 'FUTURE', 'CRYPTO', 'FOREX', 'INDEX'),
    instruments: fc.dictionary(
      ticker(),
      optional({ tick_size: oneOf(0.01, 1 / 64), multiplier: oneOf(0.5, 50), currency: oneOf('USD', 'JPY') }),
    ),
    mode: oneOf('backtest'),
    backtest_config: optional(
      {
        start_date: oneOf('2024-02-29', '2025-07-01'),
        end_date: oneOf('2025-07-01', '2025-12-31'),
        speed_multiplier: number(0, 100_000),
      },
      ['start_date', 'end_date'],
    ),
    session_data_config: optional(
      {
        symbols: tickers(),
        streams: someOf(...INTERVALS, 'quotes'),
        streaming: optional({
          catchup_threshold_seconds: number(1, 86_400),
          catchup_check_interval: whole(1, 100),
        }),
        historical: optional({
          enable_quality: fc.boolean(),
          data: fc.array(
            optional(
              {
                trailing_days: whole(1, 2_000),
                intervals: intervals(),
                apply_to: fc.oneof(oneOf('all'), tickers()),
              },
              ['trailing_days', 'intervals'],
            ),
            { maxLength: 3 },
          ),
        }),
        gap_filler: optional({
          enable_session_quality: fc.boolean(),
          max_retries: whole(0, 100),
          retry_interval_seconds: number(1, 86_400),
        }),
        indicators: optional({
          session: fc.array(
            optional({ name: oneOf('sma', 'vwap'), interval: oneOf(...INTERVALS), period: whole(1, 50) }, [
              'name',
              'interval',
            ]),
            { maxLength: 3 },
          ),
          historical: fc.array(
            optional(
              {
                name: oneOf('avg_volume'),
                period: whole(1, 1_000),
                unit: oneOf('days', 'bars'),
                interval: oneOf(...INTERVALS),
              },
              ['name', 'period', 'interval'],
            ),
            { maxLength: 3 },
          ),
        }),
        derived_bars: optional({ incomplete: oneOf('mark', 'skip') }),
        extended_hours: fc.boolean(),
      },
      ['symbols', 'streams'],
    ),
    trading_config: optional({
      max_buying_power: number(0, 1e12),
      max_per_trade: number(0, 1e12),
      max_per_symbol: number(0, 1e12),
      max_open_positions: whole(0, 1_000_000),
      limit_fills: oneOf('touched', 'traded_through'),
      starting_cash: number(0, 1e10),
      account: oneOf('cash', 'margin'),
      shorting: optional({ allowed: fc.boolean(), not_borrowable: tickers() }),
      costs: optional({ fee_per_share: number(0, 100), max_volume_share: number(0, 1) }),
      benchmark: fc.oneof(oneOf(''), ticker()),
    }),
    strategies: fc.array(
      optional({ name: oneOf('sma-cross', 'mine.ts'), fast: whole(1, 50), symbols: tickers() }, ['name']),
      { maxLength: 3 },
    ),
    api_config: optional({
      data_api: oneOf('parquet', 'alpaca', 'sim'),
      trade_api: oneOf('simulated', 'alpaca_paper'),
    }),
    metadata: optional({
      created_by: fc.string(),
      description: fc.string(),
      strategy: fc.string(),
      version: fc.string(),
    }),
  },
  ['session_name', 'mode', 'backtest_config', 'session_data_config'],
);

describe('parse → print → parse', () => {
  it('changes nothing, for any omitted defaults, and a second print equals the first', () => {
    fc.assert(
      fc.property(anyConfig, (config) => {
        const parsed = parseSessionConfig(JSON.stringify(config));
        if (!parsed.ok) throw new Error(parsed.failure.message);
        const text = printSessionConfig(parsed.value);
        const again = parseSessionConfig(text);
        expect(again).toEqual(parsed);
        if (again.ok) expect(printSessionConfig(again.value)).toBe(text);
        expect(parsed.value).toMatchObject(JSON.parse(JSON.stringify(config)) as object);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('keeps every key of a whole file, to the letter', () => {
    const text = `${JSON.stringify(WHOLE(), null, 2)}\n`;
    const parsed = parseSessionConfig(text);
    expect(parsed.ok && printSessionConfig(parsed.value)).toBe(text);
  });

  it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.json')))('holds for %s', (name) => {
    const parsed = parseSessionConfig(readFileSync(path.join(FOLDER, name), 'utf8'));
    if (!parsed.ok) throw new Error(parsed.failure.message);
    expect(parseSessionConfig(printSessionConfig(parsed.value))).toEqual(parsed);
  });

  it('takes a byte order mark for what it is', () => {
    expect(parseSessionConfig(`\uFEFF${JSON.stringify(SHORTEST())}`).ok).toBe(true);
  });
});

describe('every key of the schema', () => {
  it('is in the complete file of this test', () => {
    for (const { path: keyPath } of KEYS) {
      let there: unknown;
      changed(keyPath, (holder, key) => {
        there = holder[key];
      });
      expect(there, keyPath).toBeDefined();
    }
  });

  it.each(KEYS.map((key) => [key.path, key] as const))(
    '%s: left out it has its default, or is missed',
    (keyPath, key) => {
      const text = changed(keyPath, (holder, name) => {
        delete holder[name];
      });
      if (keyPath === 'mode') return expect(messageOf(text)).toContain('mode: undefined is neither');
      if (!key.required) return expect(messageOf(text)).toBe('accepted');
      return expect(messageOf(text)).toMatch(new RegExp(`^${printed(keyPath).replaceAll('.', '\\.')}: .+`));
    },
  );

  it.each(KEYS.filter(({ path: keyPath }) => !isOpen(keyPath)).map((key) => [key.path]))(
    '%s: misspelt, the nearest known one is named',
    (keyPath) => {
      const name = keyPath.split('.').at(-1) as string;
      const wrong = `${name}x`;
      const text = changed(keyPath, (holder, key) => {
        holder[wrong] = holder[key];
      });
      expect(messageOf(text)).toContain(`${printed(keyPath)}x: unknown key; did you mean "${name}"?`);
    },
  );

  it.each(
    KEYS.flatMap(({ path: keyPath, expects }) => {
      const range = /^number, (\S+) to (\S+)$/.exec(expects);
      return range === null ? [] : [[keyPath, Number(range[1]), Number(range[2])] as const];
    }),
  )('%s: %d to %d, both included, and nothing outside', (keyPath, min, max) => {
    expect(messageOf(set(keyPath, min))).toBe('accepted');
    expect(messageOf(set(keyPath, max))).toBe('accepted');
    for (const outside of [min - 1, max + 1]) {
      expect(messageOf(set(keyPath, outside))).toBe(
        `${printed(keyPath)}: ${outside} is outside ${min} to ${max}`,
      );
    }
    expect(messageOf(set(keyPath, String(min)))).toBe(
      `${printed(keyPath)}: expected a number, got ${JSON.stringify(String(min))}`,
    );
  });

  it.each(KEYS.filter(({ expects }) => expects === 'true or false').map((key) => [key.path]))(
    '%s: true or false',
    (keyPath) => {
      expect(messageOf(set(keyPath, 'yes'))).toBe(`${keyPath}: expected a boolean, got "yes"`);
    },
  );

  it.each(KEYS.map((key) => [key.path]))('%s: null is nothing', (keyPath) => {
    expect(messageOf(set(keyPath, null))).toContain(printed(keyPath).replace(/\.\d+$/, ''));
    expect(messageOf(set(keyPath, null))).not.toBe('accepted');
  });
});

describe('a message', () => {
  const data = 'session_data_config';
  it.each([
    ['session_name', '', 'session_name: expected a name'],
    [
      'backtest_config.start_date',
      '2025-02-30',
      'backtest_config.start_date: "2025-02-30" is not a day; expected YYYY-MM-DD',
    ],
    ['backtest_config.end_date', '2025-07-01', 'backtest_config.end_date: end_date is before start_date'],
    [`${data}.symbols`, [], `${data}.symbols: expected at least one symbol`],
    [`${data}.symbols`, ['RIVN', 'RIVN'], `${data}.symbols: RIVN is listed twice`],
    [
      `${data}.symbols`,
      ['RIV?N'],
      `${data}.symbols.0: "RIV?N" is not a symbol; expected letters, digits and . - / _ : ^ = @ # & $ ! space, 40 at most, no space at either end`,
    ],
    [`${data}.streams`, [], `${data}.streams: expected at least one interval`],
    [`${data}.streams`, ['1m', '1m'], `${data}.streams: 1m is listed twice`],
    [`${data}.streams`, ['ticks'], `${data}.streams.0: ticks are not supported; bars are, from 1s up`],
    [
      `${data}.streams`,
      ['7m'],
      `${data}.streams.0: "7m" is not a stream; expected quotes or one of ${INTERVALS.join(', ')}`,
    ],
    [
      `${data}.historical.data[].intervals`,
      ['quotes'],
      `${data}.historical.data.0.intervals.0: "quotes" is not an interval; expected one of ${INTERVALS.join(', ')}`,
    ],
    [
      `${data}.historical.data[].apply_to`,
      'RIVN',
      `${data}.historical.data.0.apply_to: "RIVN" is neither "all" nor a list of symbols`,
    ],
    [
      `${data}.historical.data[].trailing_days`,
      1.5,
      `${data}.historical.data.0.trailing_days: 1.5 is not a whole number`,
    ],
    [
      `${data}.streaming.catchup_check_interval`,
      0,
      `${data}.streaming.catchup_check_interval: 0 is outside 1 to 100`,
    ],
    ['mode', 'paper', 'mode: "paper" is neither "backtest" nor "live"'],
    ['backtest_config', [], 'backtest_config: expected an object, got an array'],
  ])('of %s = %j', (keyPath, value, message) => {
    expect(messageOf(set(keyPath, value))).toBe(message);
  });

  it('names every path that is wrong at once, one a line', () => {
    const document = WHOLE();
    (document['backtest_config'] as Json)['speed_multiplier'] = -1;
    (document['session_data_config'] as Json)['extended_hours'] = 1;
    expect(messageOf(JSON.stringify(document)).split('\n')).toEqual([
      'backtest_config.speed_multiplier: -1 is outside 0 to 100000',
      'session_data_config.extended_hours: expected a boolean, got 1',
    ]);
  });

  it('of a key near to nothing lists what is known there', () => {
    const text = changed('metadata.version', (holder) => {
      holder['qqqqqqqqqq'] = 1;
    });
    expect(messageOf(text)).toBe(
      'metadata.qqqqqqqqqq: unknown key; known here: created_by, description, strategy, version',
    );
  });

  it.each([
    ['[]', 'expected an object, got an array'],
    ['null', 'expected an object, got null'],
    ['"x"', 'expected an object, got "x"'],
  ])('of the document %s', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it('of the mode’s own block says that it is missing', () => {
    const text = changed('backtest_config', (holder, key) => void delete holder[key]);
    expect(messageOf(text)).toBe('backtest_config: is missing; expected an object');
    expect(messageOf(set('mode', 'live'))).toContain('live_config: is missing; expected an object');
  });
});
