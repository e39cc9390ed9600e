import { describe, expect, it } from 'vitest';
import type { IndicatorSpec } from '../../../core/data-processor/indicators/indicator.ts';
import {
  INDICATORS,
  createIndicator,
  findIndicator,
  indicatorKey,
} from '../../../core/data-processor/indicators/registry.ts';

const refusal = (spec: IndicatorSpec): string => {
  const result = createIndicator(spec);
  return result.ok ? 'made' : `${result.failure.code}: ${result.failure.message}`;
};

describe('the registry', () => {
  it('lists every indicator of the design once', () => {
    const names =
      'sma ema wma hma vwap rsi macd stochastic cci williams_r roc atr bbands keltner donchian adx obv volume_sma volume_ratio high_low swing_high swing_low pivot_points';
    expect(INDICATORS.map((each) => each.name)).toEqual(names.split(' '));
    for (const each of INDICATORS) expect(findIndicator(each.name)).toBe(each);
    expect(findIndicator('toString')).toBeUndefined();
  });

  it('has defaults that lie within their ranges, and makes what it says', () => {
    for (const definition of INDICATORS) {
      for (const { default: byDefault, min, max, integer } of definition.parameters) {
        expect(byDefault >= min && byDefault <= max && (!integer || Number.isInteger(byDefault))).toBe(true);
      }
      const made = createIndicator({ name: definition.name, interval: '1m' });
      expect(made).toMatchObject({ ok: true, value: { outputs: definition.outputs } });
    }
  });

  it('resets only vwap each session', () => {
    expect(INDICATORS.filter((each) => each.resetsEachSession).map((each) => each.name)).toEqual(['vwap']);
  });
});

describe('a key', () => {
  it.each([
    [{ name: 'sma', interval: '5m', period: 20 }, 'sma(20)@5m'],
    [{ name: 'sma', interval: '5m' }, 'sma(20)@5m'],
    [{ name: 'vwap', interval: '1m' }, 'vwap@1m'],
    [{ name: 'macd', interval: '5m', signal: 5 }, 'macd(12,26,5)@5m'],
    [{ name: 'bbands', interval: '1d', deviations: 2.5 }, 'bbands(20,2.5)@1d'],
    [{ name: 'unheard_of', interval: '1d' }, 'unheard_of@1d'],
  ] as const)('of %j is %s', (spec, key) => {
    expect(indicatorKey(spec)).toBe(key);
  });
});

describe('a bad spec is refused with parameter, value and range', () => {
  it.each([
    [{ name: 'sma', interval: '5m', period: 0 }, 'bad_config: sma: period 0 is outside 1 to 5000'],
    [{ name: 'sma', interval: '5m', period: 5001 }, 'bad_config: sma: period 5001 is outside 1 to 5000'],
    [{ name: 'rsi', interval: '5m', period: 1 }, 'bad_config: rsi: period 1 is outside 2 to 5000'],
    [
      { name: 'sma', interval: '5m', period: 2.5 },
      'bad_config: sma: period 2.5 is not a whole number, expected 1 to 5000',
    ],
    [
      { name: 'sma', interval: '5m', period: '20' },
      'bad_config: sma: period "20" is not a number, expected 1 to 5000',
    ],
    [
      { name: 'sma', interval: '5m', period: Number.NaN },
      'bad_config: sma: period NaN is not a number, expected 1 to 5000',
    ],
    [
      { name: 'bbands', interval: '5m', deviations: Infinity },
      'bad_config: bbands: deviations Infinity is outside 0.01 to 100',
    ],
    [
      { name: 'sma', interval: '5m', perod: 20 },
      'bad_config: sma: there is no parameter perod; did you mean period?',
    ],
    [
      { name: 'vwap', interval: '5m', period: 20 },
      'bad_config: vwap: there is no parameter period; it takes none',
    ],
    [{ name: 'macd', interval: '5m', fast: 26, slow: 12 }, 'bad_config: macd: fast 26 is not below slow 12'],
    [{ name: 'smaa', interval: '5m' }, 'bad_config: There is no indicator smaa; did you mean sma?'],
  ] as const)('%j', (spec, message) => {
    expect(refusal(spec)).toBe(message);
  });
});
