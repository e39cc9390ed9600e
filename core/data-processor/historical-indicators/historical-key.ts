import { isInterval } from '../../base/interval.ts';
import { checkHistoricalIndicator, historicalIndicatorKey } from './registry.ts';

/** `avg_volume(20)@1d`, `avg_volume(5 days)@1m`. */
const SHAPE = /^([a-z]\w*)\((\d+)( days)?\)@(\w+)$/i;

/**
 * The error in the key of a historical indicator, in a sentence; undefined for a key as `historicalIndicatorKey` prints
 * it. A key with an error is undefined in every session.
 */
export function historicalKeyError(key: string): string | undefined {
  const [, name = '', period, days, interval = ''] = SHAPE.exec(key) ?? [];
  if (name === '') {
    return `"${key}" is not the key of a historical indicator; expected one like avg_volume(20)@1d`;
  }
  if (!isInterval(interval)) return `"${key}": "${interval}" is not an interval`;
  const unit = days === undefined && interval !== '1d' ? 'bars' : 'days';
  const spec = { name, period: Number(period), unit, interval } as const;
  const checked = checkHistoricalIndicator(spec);
  if (!checked.ok) return `"${key}": ${checked.failure.message}`;
  const printed = historicalIndicatorKey(spec);
  return printed === key ? undefined : `"${key}": the key of this indicator is ${printed}`;
}
