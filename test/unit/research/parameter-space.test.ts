import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../core/research/condition.ts';
import {
  gridIndices,
  isAllowed,
  parameterSpace,
  parseAxis,
  pointAt,
  sizeOf,
  type ParameterSpace,
} from '../../../core/research/parameter-space.ts';
import { samplePoints } from '../../../core/research/sample-points.ts';

const axis = (text: string) => {
  const parsed = parseAxis(text);
  if (!parsed.ok) throw new Error(parsed.failure.message);
  return parsed.value;
};
const refusal = (text: string): string => {
  const parsed = parseAxis(text);
  return parsed.ok ? '' : parsed.failure.message;
};
const space = (texts: readonly string[], where?: string): ParameterSpace => {
  const made = parameterSpace(texts.map(axis), where);
  if (!made.ok) throw new Error(made.failure.message);
  return made.value;
};

describe('the values of a parameter', () => {
  it.each([
    ['fast=5..30:5', [5, 10, 15, 20, 25, 30]],
    ['fast=1..3', [1, 2, 3]],
    ['level=0.1..0.5:0.1', [0.1, 0.2, 0.3, 0.4, 0.5]],
    ['shift=-2..2:2', [-2, 0, 2]],
    ['slow=20,50,100', [20, 50, 100]],
    ['kind=ema, sma', ['ema', 'sma']],
    ['exit=true,false', [true, false]],
    ['fast=5..31:5', [5, 10, 15, 20, 25, 30]],
  ])('%s', (text, values) => expect(axis(text).values).toEqual(values));

  it.each(['fast', 'fast=', 'fast=9..3', 'fast=1..5:0', 'fast=1,1', 'fast=0..1e9:1', '=1,2'])(
    '%s is refused in a sentence that repeats it',
    (text) => expect(refusal(text)).toContain(`--param ${text}`),
  );
});

describe('a condition', () => {
  const holds = (where: string, point: Record<string, number | string>): boolean => {
    const parsed = parseCondition(where, Object.keys(point));
    if (!parsed.ok) throw new Error(parsed.failure.message);
    return parsed.value(point);
  };

  it.each([
    ['fast<slow', { fast: 5, slow: 20 }, true],
    ['fast<slow', { fast: 20, slow: 20 }, false],
    ['fast*2+1 <= slow', { fast: 5, slow: 11 }, true],
    ['fast < slow and slow - fast > 5', { fast: 5, slow: 10 }, false],
    ['(fast > 1 or slow > 1) && slow != 3', { fast: 0, slow: 2 }, true],
    ['-fast < 0', { fast: 3 }, true],
  ])('%s of %j is %s', (where, point, wanted) => expect(holds(where, point)).toBe(wanted));

  it.each(['fast<', 'fast<slower', 'fast', '(fast<slow', 'fast<slow;', 'fast<slow fast'])(
    '%s is refused',
    (where) => expect(parseCondition(where, ['fast', 'slow']).ok).toBe(false),
  );
});

describe('the points of a space', () => {
  const texts = fc.uniqueArray(fc.constantFrom('a=1..4', 'b=10,20,30', 'c=x,y', 'd=0..1:0.25'), {
    minLength: 1,
  });

  it('are each allowed set once, in parameter order', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const whole = space(given);
        const points = [...gridIndices(whole)].map((index) => JSON.stringify(pointAt(whole, index)));
        expect(new Set(points).size).toBe(sizeOf(whole));
      }),
    );
  });

  it('are drawn again alike by the same plan, within the condition', () => {
    const where = space(['fast=1..40', 'slow=1..40'], 'fast<slow');
    const sampling = fc.constantFrom('random' as const, 'sobol' as const);
    fc.assert(
      fc.property(sampling, fc.integer({ min: 1, max: 200 }), fc.nat(1_000), (how, trials, seed) => {
        const plan = { sampling: how, trials, seed };
        const points = samplePoints(where, plan);
        expect(points).toEqual(samplePoints(where, plan));
        if (!points.ok) throw new Error(points.failure.message);
        expect(points.value.length).toBe(trials);
        expect(new Set(points.value).size).toBe(trials);
        expect(points.value.every((index) => isAllowed(where, pointAt(where, index)))).toBe(true);
      }),
    );
  });

  it('are refused where a condition leaves none, and where a grid exceeds its limit', () => {
    const none = samplePoints(space(['a=1..3'], 'a>5'), { sampling: 'grid', trials: undefined, seed: 0 });
    expect(none.ok ? '' : none.failure.message).toContain('none of 3');
    const large = samplePoints(space(['a=1..30']), { sampling: 'grid', trials: 10, seed: 0 });
    expect(large.ok ? '' : large.failure.message).toContain('30 points');
  });
});
