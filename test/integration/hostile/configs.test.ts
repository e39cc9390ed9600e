import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../core/index.ts';
import { silentLogger } from '../../../core/base/logger.ts';
import { parseSessionConfig } from '../../../core/model/parse-session-config.ts';
import { StrategyLibrary } from '../../../electron/host/strategies/strategy-library.ts';
import { bars, calendar } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { testWall } from '../../helpers/session-harness.ts';
import { change, changed, hostileValue, isUnpolluted, RUNS } from './hostile-values.ts';

const DAY = '2025-07-02';
const store = memoryStore(
  bars('RIVN').from(`${DAY} 09:30`).minutes(5).build(),
  bars('AAPL').from(`${DAY} 09:30`).minutes(5).build(),
);
const library = new StrategyLibrary([import.meta.dirname]);

/** Every part of a config, so that each can be broken. */
const GOOD = {
  session_name: 'a day',
  mode: 'backtest',
  backtest_config: { start_date: DAY, end_date: DAY, speed_multiplier: 0 },
  session_data_config: {
    symbols: ['RIVN', 'AAPL'],
    streams: ['1m', '5m'],
    streaming: { catchup_threshold_seconds: 60, catchup_check_interval: 10 },
    historical: { enable_quality: true, data: [{ trailing_days: 2, intervals: ['1m'], apply_to: 'all' }] },
    gap_filler: { max_retries: 2 },
    indicators: {
      session: [{ name: 'sma', period: 3, interval: '1m' }],
      historical: [{ name: 'avg_volume', period: 2, unit: 'days', interval: '1d' }],
    },
    derived_bars: { incomplete: 'mark' },
  },
  strategies: [{ name: 'vwap-cross' }, { name: 'sma-cross', fast: 2, slow: 3 }],
  scanners: [],
  trading_config: { starting_cash: 1_000, margin: { initial_percent: 50 }, costs: { fee_per_order: 1 } },
  metadata: { description: 'as it should be' },
};

/** Opens and plays what parses; a config that cannot be opened has said why. */
async function play(text: string): Promise<'refused' | 'played'> {
  const config = parseSessionConfig(text);
  if (!config.ok) {
    expect(config.failure.message).not.toBe('');
    return 'refused';
  }
  const engine = createEngine({
    store,
    calendar,
    wall: testWall(),
    logger: silentLogger,
    findStrategy: library.find,
  });
  if (config.value.mode !== 'backtest') return 'refused';
  const strategies = engine.strategies(config.value);
  if (!strategies.ok) {
    expect(strategies.failure.message).not.toBe('');
    return 'refused';
  }
  const recorder = { event() {}, journal() {}, export() {} };
  // Slower than time itself is allowed, and is no pace for a test.
  const { backtest_config: days } = config.value;
  const hurried = { ...config.value, backtest_config: { ...days, speed_multiplier: 0 } };
  const opened = engine.open(hurried, { recorder, strategies: strategies.value });
  if (!opened.ok) {
    expect(opened.failure.message).not.toBe('');
    return 'refused';
  }
  await opened.value.run();
  return 'played';
}

describe('a hostile session config', () => {
  it('without its changes is played: the following rows are about the changes', async () => {
    expect(await play(JSON.stringify(GOOD))).toBe('played');
  });

  it('with changes is refused with a reason, or played; nothing breaks, nothing is polluted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        await play(JSON.stringify(changed(GOOD, changes)) ?? '');
        expect(isUnpolluted()).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('cut, joined and sprinkled with bytes is refused with a reason, or played', async () => {
    const good = JSON.stringify(GOOD, null, 1);
    const scars = fc.record({ at: fc.nat(good.length), cut: fc.nat(20), put: fc.string({ maxLength: 6 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(scars, { minLength: 1, maxLength: 3 }), async (wounds) => {
        const text = wounds.reduce(
          (whole, { at, cut, put }) => whole.slice(0, at) + put + whole.slice(at + cut),
          good,
        );
        await play(text);
        expect(isUnpolluted()).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('that is not a config at all is refused with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(hostileValue, async (value) => {
        expect(await play(JSON.stringify(value) ?? 'undefined')).toBe('refused');
      }),
      { numRuns: RUNS },
    );
  });
});
