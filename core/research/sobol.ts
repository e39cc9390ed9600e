/**
 * Primitive polynomials and initial direction numbers of S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better
 * two-dimensional projections", SIAM J. Sci. Comput. 30 (2008), file new-joe-kuo-6.21201: degree, coefficients, m.
 * The first dimension is the van der Corput sequence.
 */
const DIRECTIONS: readonly (readonly [degree: number, coefficients: number, initial: readonly number[]])[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]],
  [5, 13, [1, 1, 1, 3, 11]],
  [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]],
  [6, 13, [1, 1, 1, 15, 21, 21]],
  [6, 16, [1, 3, 1, 13, 27, 49]],
  [6, 19, [1, 1, 1, 15, 7, 5]],
  [6, 22, [1, 3, 1, 15, 13, 25]],
  [6, 25, [1, 1, 5, 5, 19, 61]],
  [7, 1, [1, 3, 7, 11, 23, 15, 103]],
  [7, 4, [1, 3, 7, 13, 13, 15, 69]],
];

const BITS = 30;

/** The most dimensions that `sobolPoints` knows. */
export const MAX_SOBOL_DIMENSIONS = DIRECTIONS.length + 1;

/** Points of the Sobol sequence in [0, 1) for each dimension, without end; the first is the origin. Reused array: read it at once. */
export function* sobolPoints(dimensions: number): Generator<Readonly<Float64Array>> {
  const directions = Array.from({ length: dimensions }, (_, dimension) => directionsOf(dimension));
  const state = new Int32Array(dimensions);
  const point = new Float64Array(dimensions);
  for (let index = 0; index < 2 ** BITS - 1; index++) {
    for (let dimension = 0; dimension < dimensions; dimension++)
      point[dimension] = (state[dimension] ?? 0) / 2 ** BITS;
    yield point;
    // Gray code: the next point differs in the direction of the lowest zero bit.
    const bit = lowestZeroBit(index);
    for (let dimension = 0; dimension < dimensions; dimension++)
      state[dimension] = (state[dimension] ?? 0) ^ (directions[dimension]?.[bit] ?? 0);
  }
}

function directionsOf(dimension: number): Int32Array {
  const directions = new Int32Array(BITS);
  const entry = DIRECTIONS[dimension - 1];
  if (entry === undefined) return directions.map((_, bit) => 1 << (BITS - 1 - bit));
  const [degree, coefficients, initial] = entry;
  for (let bit = 0; bit < BITS; bit++) {
    if (bit < degree) {
      directions[bit] = (initial[bit] ?? 1) << (BITS - 1 - bit);
      continue;
    }
    const before = directions[bit - degree] ?? 0;
    let value = before ^ (before >> degree);
    for (let term = 1; term < degree; term++)
      if (((coefficients >> (degree - 1 - term)) & 1) === 1) value ^= directions[bit - term] ?? 0;
    directions[bit] = value;
  }
  return directions;
}

function lowestZeroBit(index: number): number {
  let bit = 0;
  while (((index >> bit) & 1) === 1) bit++;
  return bit;
}
