import type { ParameterSet } from './parameter-set.ts';
import type { ParameterAxis } from './parameter-space.ts';

/** How the best parameter set compares with the sets one step away on each axis. */
export interface NeighbourStability {
  /** Neighbours that were tried. */
  readonly neighbours: number;
  /** Mean objective of the neighbours; NaN without any. */
  readonly mean: number;
  /** The smallest objective among them; NaN without any. */
  readonly worst: number;
  /** Mean of the neighbours by the objective of the best; NaN unless the best is over 0. A plateau is near 1, a spike near 0. */
  readonly ratio: number;
}

/**
 * Checks the sets that differ from one set by one step on one axis. A best set without good neighbours is more likely
 * luck than a rule of the market.
 */
export function neighbourStability(
  axes: readonly ParameterAxis[],
  best: ParameterSet,
  objectiveOf: (point: ParameterSet) => number | undefined,
): NeighbourStability {
  const own = objectiveOf(best) ?? Number.NaN;
  const around = neighboursOf(axes, best)
    .map(objectiveOf)
    .filter((value): value is number => value !== undefined && !Number.isNaN(value));
  const mean = around.reduce((sum, value) => sum + value, 0) / around.length;
  return {
    neighbours: around.length,
    mean,
    worst: around.length === 0 ? Number.NaN : Math.min(...around),
    ratio: own > 0 ? mean / own : Number.NaN,
  };
}

function neighboursOf(axes: readonly ParameterAxis[], point: ParameterSet): readonly ParameterSet[] {
  return axes.flatMap(({ name, values }) => {
    const place = values.indexOf(point[name] ?? Number.NaN);
    return [place - 1, place + 1].flatMap((next) => {
      const value = place < 0 ? undefined : values[next];
      return value === undefined ? [] : [{ ...point, [name]: value }];
    });
  });
}
