import { createRandom } from '../data-manager/sample/random.ts';

/** An interval that holds the true value with the named confidence, and the value in the middle of the resamples. */
export interface ResampledInterval {
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly confidence: number;
}

export interface ResamplePlan {
  readonly samples: number;
  readonly seed: number;
  readonly confidence: number;
}

/**
 * Interval of a statistic of a series by the stationary bootstrap of Politis and Romano, "The Stationary Bootstrap", JASA 89
 * (1994): blocks of geometric length begin anywhere and wrap around, so that short dependence between neighbours survives.
 * The mean block length is the cube root of the series' length. Cost: O(samples × length).
 */
export function bootstrapInterval(
  series: ArrayLike<number>,
  statistic: (sample: Float64Array) => number,
  { samples, seed, confidence }: ResamplePlan,
): ResampledInterval {
  const { length } = series;
  const random = createRandom(`bootstrap ${seed}`);
  const stay = 1 - 1 / Math.max(1, Math.cbrt(length));
  const sample = new Float64Array(length);
  const values = new Float64Array(samples);
  for (let round = 0; round < samples; round++) {
    let place = Math.floor(random.uniform() * length);
    for (let index = 0; index < length; index++) {
      sample[index] = series[place] ?? 0;
      place = random.uniform() < stay ? (place + 1) % length : Math.floor(random.uniform() * length);
    }
    values[round] = statistic(sample);
  }
  return intervalOf(values, confidence);
}

/** The deepest fall of a running sum of profits below its peak, in money: 0 or more. */
export function deepestResampledFall(profits: ArrayLike<number>): number {
  let sum = 0;
  let peak = 0;
  let deepest = 0;
  for (let index = 0; index < profits.length; index++) {
    sum += profits[index] ?? 0;
    peak = Math.max(peak, sum);
    deepest = Math.max(deepest, peak - sum);
  }
  return deepest;
}

/**
 * Deepest falls of the same trades in other orders (Fisher–Yates shuffles). It shows what the path could have been, and is no
 * proof of an edge: the sum of the trades is the same in every order. Cost: O(samples × trades).
 */
export function shuffledFalls(
  profits: ArrayLike<number>,
  { samples, seed, confidence }: ResamplePlan,
): ResampledInterval {
  const random = createRandom(`trade order ${seed}`);
  const order = Float64Array.from(profits);
  const falls = new Float64Array(samples);
  for (let round = 0; round < samples; round++) {
    for (let index = order.length - 1; index > 0; index--) {
      const other = Math.floor(random.uniform() * (index + 1));
      const kept = order[index] ?? 0;
      order[index] = order[other] ?? 0;
      order[other] = kept;
    }
    falls[round] = deepestResampledFall(order);
  }
  return intervalOf(falls, confidence);
}

function intervalOf(values: Float64Array, confidence: number): ResampledInterval {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const tail = (1 - confidence) / 2;
  return {
    low: quantileOf(sorted, tail),
    median: quantileOf(sorted, 0.5),
    high: quantileOf(sorted, 1 - tail),
    confidence,
  };
}

/** Linear between the two nearest values (type 7 of Hyndman and Fan, 1996); NaN of none. */
export function quantileOf(sorted: ArrayLike<number>, part: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (high - low) * (place - below);
}
