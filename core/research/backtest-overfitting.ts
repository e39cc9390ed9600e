/** How often the trial that was best in one half of the time was below the median in the other half. */
export interface OverfittingEstimate {
  /** Probability of backtest overfitting, 0 to 1; NaN where it cannot be computed. */
  readonly probability: number;
  /** Logit of the best trial's relative rank out of sample, one for each split. */
  readonly logits: Float64Array;
  /** Share of splits in which the trial that was best in sample lost money out of sample. */
  readonly probabilityOfLoss: number;
}

const BLOCKS = 16;

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation (CSCV): Bailey, Borwein, López de Prado
 * and Zhu, "The Probability of Backtest Overfitting", Journal of Computational Finance 20 (2017). Splits time into `blocks`
 * blocks of equal length (the first returns that do not fill a block are left out), takes every half of the blocks as the
 * sample and the other half as the test, and measures each trial by its Sharpe ratio.
 *
 * `trials` holds one series of returns a trial, all of the same periods. NaN with fewer than two trials or fewer than two
 * returns a block. Cost: O(C(blocks, blocks / 2) × trials).
 */
export function estimateOverfitting(
  trials: readonly ArrayLike<number>[],
  blocks: number = BLOCKS,
): OverfittingEstimate {
  const length = trials[0]?.length ?? 0;
  const size = Math.floor(length / blocks);
  if (trials.length < 2 || size < 2)
    return { probability: Number.NaN, logits: new Float64Array(), probabilityOfLoss: Number.NaN };
  const sums = trials.map((returns) => blockSums(returns, length - size * blocks, size, blocks));
  const splits = halves(blocks);
  const logits = new Float64Array(splits.length);
  const inside = new Float64Array(trials.length);
  const outside = new Float64Array(trials.length);
  let losses = 0;
  splits.forEach((mask, split) => {
    sums.forEach((each, trial) => {
      inside[trial] = sharpeOfBlocks(each, mask, true, size);
      outside[trial] = sharpeOfBlocks(each, mask, false, size);
    });
    const best = indexOfLargest(inside);
    const relative = rankOf(outside, best) / (trials.length + 1);
    logits[split] = Math.log(relative / (1 - relative));
    if ((outside[best] ?? 0) < 0) losses++;
  });
  const overfitted = logits.filter((logit) => logit <= 0).length;
  return {
    probability: overfitted / logits.length,
    logits,
    probabilityOfLoss: losses / logits.length,
  };
}

/** Sum and sum of squares of each block. */
interface BlockSums {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

function blockSums(returns: ArrayLike<number>, skip: number, size: number, blocks: number): BlockSums {
  const first = new Float64Array(blocks);
  const second = new Float64Array(blocks);
  for (let block = 0; block < blocks; block++) {
    let sum = 0;
    let squares = 0;
    for (let index = 0; index < size; index++) {
      const value = returns[skip + block * size + index] ?? 0;
      sum += value;
      squares += value * value;
    }
    first[block] = sum;
    second[block] = squares;
  }
  return { first, second };
}

function sharpeOfBlocks({ first, second }: BlockSums, mask: number, chosen: boolean, size: number): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let block = 0; block < first.length; block++) {
    if (((mask >> block) & 1) !== (chosen ? 1 : 0)) continue;
    sum += first[block] ?? 0;
    squares += second[block] ?? 0;
    count += size;
  }
  const mean = sum / count;
  const variance = (squares - count * mean * mean) / (count - 1);
  // A trial that never traded has no variance and earns nothing.
  return variance > 1e-24 ? mean / Math.sqrt(variance) : 0;
}

/** Every choice of half of the blocks, as bit masks in ascending order. */
function halves(blocks: number): readonly number[] {
  const masks: number[] = [];
  for (let mask = 0; mask < 1 << blocks; mask++) if (bitsOf(mask) === blocks / 2) masks.push(mask);
  return masks;
}

function bitsOf(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let index = 1; index < values.length; index++)
    if ((values[index] ?? 0) > (values[best] ?? 0)) best = index;
  return best;
}

/** Rank of one value among all, 1 for the smallest; equal values share the mean of their ranks. */
function rankOf(values: Float64Array, index: number): number {
  const own = values[index] ?? 0;
  let below = 0;
  let equal = 0;
  for (const value of values) {
    if (value < own) below++;
    else if (value === own) equal++;
  }
  return below + (equal + 1) / 2;
}
