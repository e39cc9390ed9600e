import { isInterval, type Interval } from '../../base/interval.ts';
import { createIndicator, findIndicator, indicatorKey } from './registry.ts';

/** `sma(20)@5m`: a name, parameters, an interval. */
const SHAPE = /^([a-z]\w*)(?:\(([^()]*)\))?@(\w+)$/i;

/**
 * The error in the key of a session indicator, in a sentence; undefined for a key as `indicatorKey` prints it. A key with
 * an error names no indicator that any session has, so reading it would be undefined forever.
 */
export function indicatorKeyError(key: string): string | undefined {
  const [, name = '', list, interval = ''] = SHAPE.exec(key) ?? [];
  if (name === '') return `"${key}" is not the key of an indicator; expected one like sma(20)@5m`;
  if (!isInterval(interval)) return `"${key}": "${interval}" is not an interval`;
  const parameters = findIndicator(name)?.parameters ?? [];
  const given = list === undefined || list.trim() === '' ? [] : list.split(',').map(Number);
  if (given.length > parameters.length && findIndicator(name) !== undefined) {
    return `"${key}": ${name} takes ${parameters.length} parameters, got ${given.length}`;
  }
  const spec: { name: string; interval: Interval; [parameter: string]: number | string } = { name, interval };
  given.forEach((value, index) => (spec[parameters[index]?.name ?? ''] = value));
  const created = createIndicator(spec);
  if (!created.ok) return `"${key}": ${created.failure.message}`;
  const printed = indicatorKey(spec);
  return printed === key ? undefined : `"${key}": the key of this indicator is ${printed}`;
}
