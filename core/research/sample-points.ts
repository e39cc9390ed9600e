import { fail, ok, type Result } from '../base/result.ts';
import { createRandom } from '../data-manager/sample/random.ts';
import { gridIndices, isAllowed, pointAt, sizeOf, type ParameterSpace } from './parameter-space.ts';
import { MAX_SOBOL_DIMENSIONS, sobolPoints } from './sobol.ts';

export type Sampling = 'grid' | 'random' | 'sobol';

export interface SamplePlan {
  readonly sampling: Sampling;
  /** How many points to try; of a grid all without it. */
  readonly trials: number | undefined;
  readonly seed: number;
}

/** Points that a Sobol or random sample draws for each wanted one before it gives up: most of the space is refused then. */
const DRAWS_PER_POINT = 1_000;

/**
 * Indices of the points to try, ascending and each once: all of the grid, or `trials` of them drawn at random or by a Sobol
 * sequence. The same plan gives the same points. Fails where nothing is left to try.
 */
export function samplePoints(space: ParameterSpace, plan: SamplePlan): Result<readonly number[]> {
  const points = plan.sampling === 'grid' ? gridOf(space, plan) : drawnOf(space, plan);
  if (!points.ok || points.value.length > 0) return points;
  return fail('bad_usage', `The condition leaves none of ${sizeOf(space)} parameter sets to try.`);
}

function gridOf(space: ParameterSpace, { trials }: SamplePlan): Result<readonly number[]> {
  const all = [...gridIndices(space)];
  if (trials === undefined || all.length <= trials) return ok(all);
  return fail(
    'bad_usage',
    `The grid has ${all.length} points, --trials allows ${trials}: sample them with --sample random or sobol.`,
  );
}

function drawnOf(space: ParameterSpace, { sampling, trials, seed }: SamplePlan): Result<readonly number[]> {
  if (trials === undefined)
    return fail('bad_usage', `--sample ${sampling} needs --trials, the number of points.`);
  if (sampling === 'sobol' && space.axes.length > MAX_SOBOL_DIMENSIONS)
    return fail('bad_usage', `--sample sobol takes up to ${MAX_SOBOL_DIMENSIONS} parameters.`);
  const draws = sampling === 'sobol' ? sobolDraws(space) : randomDraws(space, seed);
  const found = new Set<number>();
  let left = trials * DRAWS_PER_POINT;
  for (const index of draws) {
    if (found.size === trials || left-- === 0) break;
    if (!found.has(index) && isAllowed(space, pointAt(space, index))) found.add(index);
  }
  return ok([...found].sort((a, b) => a - b));
}

function* randomDraws(space: ParameterSpace, seed: number): Generator<number> {
  const random = createRandom(`sweep ${seed}`);
  const size = sizeOf(space);
  for (;;) yield Math.floor(random.uniform() * size);
}

function* sobolDraws({ axes }: ParameterSpace): Generator<number> {
  for (const point of sobolPoints(axes.length)) {
    let index = 0;
    axes.forEach(({ values }, axis) => {
      index = index * values.length + Math.floor((point[axis] ?? 0) * values.length);
    });
    yield index;
  }
}
