import type { Result } from '../../base/result.ts';
import { ok } from '../../base/result.ts';
import type { NumberPools } from '../../model/float-arena.ts';
import { adx } from './adx.ts';
import { atr } from './atr.ts';
import { bbands } from './bbands.ts';
import { cci } from './cci.ts';
import { checkParameters, unknownIndicator } from './check-parameters.ts';
import { donchian } from './donchian.ts';
import { ema } from './ema.ts';
import { highLow } from './high-low.ts';
import { hma } from './hma.ts';
import type { Indicator, IndicatorDefinition, IndicatorSpec } from './indicator.ts';
import { keltner } from './keltner.ts';
import { macd } from './macd.ts';
import { obv } from './obv.ts';
import { pivotPoints } from './pivot-points.ts';
import { roc } from './roc.ts';
import { rsi } from './rsi.ts';
import { sma } from './sma.ts';
import { stochastic } from './stochastic.ts';
import { swingHigh } from './swing-high.ts';
import { swingLow } from './swing-low.ts';
import { volumeRatio } from './volume-ratio.ts';
import { volumeSma } from './volume-sma.ts';
import { vwap } from './vwap.ts';
import { williamsR } from './williams-r.ts';
import { wma } from './wma.ts';

/** Every session indicator, in the order in which they are listed to users. */
export const INDICATORS: readonly IndicatorDefinition[] = [
  sma,
  ema,
  wma,
  hma,
  vwap,
  rsi,
  macd,
  stochastic,
  cci,
  williamsR,
  roc,
  atr,
  bbands,
  keltner,
  donchian,
  adx,
  obv,
  volumeSma,
  volumeRatio,
  highLow,
  swingHigh,
  swingLow,
  pivotPoints,
];

const BY_NAME: ReadonlyMap<string, IndicatorDefinition> = new Map(
  INDICATORS.map((each) => [each.name, each]),
);

/** The definition of a name as configs write it (`williams_r`); undefined for an unknown name. */
export const findIndicator = (name: string): IndicatorDefinition | undefined => BY_NAME.get(name);

/**
 * The key of an indicator in every list, export and request: `sma(20)@5m`, `vwap@1m`, `macd(12,26,9)@5m`. Defaults are
 * filled in, so that two specs with one meaning have one key.
 */
export function indicatorKey(spec: IndicatorSpec): string {
  const parameters = findIndicator(spec.name)?.parameters ?? [];
  const values = parameters.map((each) => String(spec[each.name] ?? each.default));
  return `${spec.name}${values.length === 0 ? '' : `(${values.join(',')})`}@${spec.interval}`;
}

/**
 * Creates an indicator from a config's spec. Fails with `bad_config` on an unknown name or parameter and on a value
 * outside its range; the sentence names them. `pools` are a session's, which keep the numbers of one key together.
 */
export function createIndicator(spec: IndicatorSpec, pools?: NumberPools): Result<Indicator> {
  const definition = findIndicator(spec.name);
  if (definition === undefined) return unknownIndicator(spec.name, [...BY_NAME.keys()]);
  const parameters = checkParameters(definition, spec);
  return parameters.ok ? ok(definition.create(parameters.value, pools?.of(indicatorKey(spec)))) : parameters;
}
