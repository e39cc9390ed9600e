import { fail, ok, type Result } from '../base/result.ts';
import { parseCondition, type Condition } from './condition.ts';
import type { ParameterSet, ParameterValue } from './parameter-set.ts';

/** One axis of a sweep: a strategy's parameter and the values to try, in the order in which they were given. */
export interface ParameterAxis {
  readonly name: string;
  readonly values: readonly ParameterValue[];
}

/** The points that a sweep tries. */
export interface ParameterSpace {
  readonly axes: readonly ParameterAxis[];
  /** Points for which it is false are left out. */
  readonly condition: Condition | undefined;
}

/** The most values that one axis may have. */
const MAX_VALUES = 100_000;
const DEFINITION = /^([A-Za-z_]\w*)=(.*)$/s;
const RANGE = /^(-?[\d.]+(?:e-?\d+)?)\.\.(-?[\d.]+(?:e-?\d+)?)(?::([\d.]+(?:e-?\d+)?))?$/i;

/**
 * Reads `fast=5..30:5` (a range, both ends included, the step 1 without one) or `slow=20,50,100` (a list of numbers, `true`,
 * `false` or words). Fails with `bad_usage` and a sentence about what was expected.
 */
export function parseAxis(text: string): Result<ParameterAxis> {
  const [, name, given] = DEFINITION.exec(text.trim()) ?? [];
  if (name === undefined || given === undefined)
    return fail('bad_usage', `--param ${text}: expected name=5..30:5 or name=20,50,100`);
  const range = RANGE.exec(given.trim());
  const values = range === null ? listOf(given) : rangeOf(range);
  if (values === undefined)
    return fail(
      'bad_usage',
      `--param ${text}: a range reads from..to:step, with from <= to and a step over 0`,
    );
  if (values.length === 0) return fail('bad_usage', `--param ${text}: it has no values`);
  if (values.length > MAX_VALUES)
    return fail('bad_usage', `--param ${text}: more than ${MAX_VALUES} values; use a larger step`);
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) return fail('bad_usage', `--param ${text}: ${twice} appears in it twice`);
  return ok({ name, values });
}

/** Joins axes and the text of a condition. Fails where an axis is given twice or the condition names no axis. */
export function parameterSpace(
  axes: readonly ParameterAxis[],
  where: string | undefined,
): Result<ParameterSpace> {
  const names = axes.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return fail('bad_usage', `--param ${twice} is given twice`);
  if (axes.length === 0) return fail('bad_usage', 'A sweep needs at least one --param name=values.');
  const condition = where === undefined ? ok(undefined) : parseCondition(where, names);
  return condition.ok ? ok({ axes, condition: condition.value }) : condition;
}

/** Points of the space without its condition. */
export const sizeOf = ({ axes }: ParameterSpace): number =>
  axes.reduce((size, { values }) => size * values.length, 1);

/** The point at an index of the full grid: the last axis changes fastest. */
export function pointAt({ axes }: ParameterSpace, index: number): ParameterSet {
  let rest = index;
  const values: (readonly [string, ParameterValue])[] = [];
  for (const { name, values: choices } of [...axes].reverse()) {
    values.unshift([name, choices[rest % choices.length] as ParameterValue]);
    rest = Math.floor(rest / choices.length);
  }
  return Object.fromEntries(values);
}

/** Whether the condition of the space lets a point through. */
export const isAllowed = ({ condition }: ParameterSpace, point: ParameterSet): boolean =>
  condition === undefined || condition(point);

/** Indices of all allowed points of the grid, ascending. Cost: O(size). */
export function* gridIndices(space: ParameterSpace): Generator<number> {
  const size = sizeOf(space);
  for (let index = 0; index < size; index++) if (isAllowed(space, pointAt(space, index))) yield index;
}

function listOf(text: string): readonly ParameterValue[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map(valueOf);
}

function valueOf(word: string): ParameterValue {
  if (word === 'true' || word === 'false') return word === 'true';
  const number = Number(word);
  return Number.isFinite(number) ? number : word;
}

function rangeOf([, from, to, step = '1']: RegExpExecArray): readonly number[] | undefined {
  const [first, last, by] = [Number(from), Number(to), Number(step)];
  if (!(first <= last && by > 0)) return undefined;
  const count = Math.floor((last - first) / by + 1e-9) + 1;
  if (count > MAX_VALUES) return Array.from({ length: MAX_VALUES + 1 }, (_, index) => index);
  // Decimal steps: 0.1 + 0.2 is to read 0.3, as a person writes it.
  const digits = Math.max(...[from, step].map(decimalsOf));
  return Array.from({ length: count }, (_, index) => Number((first + index * by).toFixed(digits)));
}

function decimalsOf(text = ''): number {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  return Math.min(15, Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent)));
}
