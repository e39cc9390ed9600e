import { invariant } from '../../base/invariant.ts';
import type { IndicatorDefinition } from './indicator.ts';

export type ParameterDefinition = IndicatorDefinition['parameters'][number];
export type Parameters = Readonly<Record<string, number>>;

/** The longest window: a full day of seconds is beyond it, ten days of minutes are not. */
const LONGEST_PERIOD = 5_000;

/** The outputs of an indicator that gives one number per bar. */
export const SINGLE_OUTPUT: readonly string[] = ['value'];

/** A count of bars; `min` is the least for which the formula means something. */
export const barCount = (name: string, byDefault: number, min = 1): ParameterDefinition => ({
  name,
  default: byDefault,
  min,
  max: LONGEST_PERIOD,
  integer: true,
});

/** A width in units of a deviation or a range. */
export const multiple = (name: string, byDefault: number): ParameterDefinition => ({
  name,
  default: byDefault,
  min: 0.01,
  max: 100,
  integer: false,
});

/** The value of a parameter that was checked against the definition's table before. */
export function parameter(given: Parameters, name: string): number {
  const value = given[name];
  invariant(
    value !== undefined,
    () => `the parameter ${name}, got ${Object.keys(given).join(', ') || 'none'}`,
  );
  return value;
}
