/** Figures that a verdict is drawn from. NaN where a figure cannot be computed. */
export interface Evidence {
  /** Trials that were ever looked at for the strategy. */
  readonly trials: number;
  /** Daily returns of the best trial. */
  readonly days: number;
  readonly trades: number;
  /** Deflated Sharpe ratio, 0 to 1. */
  readonly dsr: number;
  /** Days that the Sharpe ratio needs to exceed 0 with 95 % confidence. */
  readonly minTrackRecord: number;
  /** Probability of backtest overfitting, 0 to 1; NaN with one trial. */
  readonly pbo: number;
  /** Share of random schedules that earned at least as much. */
  readonly randomEntryP: number;
  /** Profit of the best trial with twice the costs, in money. */
  readonly profitAtTwiceTheCosts: number;
  /** Profit of the best trial when each decision is carried out one bar later, in money. */
  readonly profitOneBarLater: number;
  /** Mean objective of the neighbours by the best one's. */
  readonly stability: number;
}

export type VerdictWord = 'edge' | 'not proven' | 'luck' | 'too little to judge';

export interface Verdict {
  readonly verdict: VerdictWord;
  /** One sentence a figure: what it is, what it means, and what would change the verdict. */
  readonly because: readonly string[];
}

/** Confidence that the tests ask for. */
const CONFIDENCE = 0.95;
/** Over this the choice among the trials did not carry over to other days more often than a coin would have. */
const MAX_PBO = 0.5;
/** Below this the ratio of the best set's neighbours to it counts as a spike. */
const MIN_STABILITY = 0.5;
const MIN_TRADES = 30;
const MIN_DAYS = 20;

/**
 * Draws a verdict. An edge needs every test to pass; with too few days or trades there is none either way. Luck is the word
 * where the deflated ratio or the random schedules say that chance explains the result at least as well.
 */
export function judge(evidence: Evidence): Verdict {
  const checks = checksOf(evidence);
  const because = checks.map(({ sentence }) => sentence);
  if (evidence.days < MIN_DAYS || evidence.trades < MIN_TRADES) {
    const few = `${evidence.days} days and ${evidence.trades} trades are too few: at least ${MIN_DAYS} days and ${MIN_TRADES} trades are needed. Play more days.`;
    return { verdict: 'too little to judge', because: [few, ...because] };
  }
  if (checks.every(({ passes }) => passes)) return { verdict: 'edge', because };
  const isLuck = evidence.dsr < 0.5 || evidence.randomEntryP > 0.5;
  return { verdict: isLuck ? 'luck' : 'not proven', because };
}

interface Check {
  readonly passes: boolean;
  readonly sentence: string;
}

function checksOf(evidence: Evidence): readonly Check[] {
  const { trials, days, dsr, minTrackRecord, pbo, randomEntryP, stability } = evidence;
  return [
    {
      passes: dsr >= CONFIDENCE,
      sentence: `After ${trials} trials the chance that the Sharpe ratio exceeds what the best of them reaches by luck is ${percent(dsr)} (deflated Sharpe ratio); an edge needs ${percent(CONFIDENCE)}. Fewer trials or more days change it.`,
    },
    {
      passes: days >= minTrackRecord,
      sentence: Number.isFinite(minTrackRecord)
        ? `The record has ${days} days; its Sharpe ratio needs ${Math.ceil(minTrackRecord)} to exceed 0 with ${percent(CONFIDENCE)} confidence.`
        : 'The Sharpe ratio is not above 0, so no length of record proves it.',
    },
    {
      passes: Number.isNaN(pbo) || pbo <= MAX_PBO,
      sentence: Number.isNaN(pbo)
        ? 'With one trial, or too few days, the probability of overfitting cannot be estimated.'
        : `In ${percent(pbo)} of the splits the best trial of one half of the days was below the median in the other half (probability of backtest overfitting); over ${percent(MAX_PBO)} the choice is worth nothing.`,
    },
    {
      passes: randomEntryP <= 1 - CONFIDENCE,
      sentence: Number.isNaN(randomEntryP)
        ? 'Without trades there is nothing to compare with random entries.'
        : `${percent(randomEntryP)} of schedules with random entries, the same holding times and the same money earned at least as much; an edge needs ${percent(1 - CONFIDENCE)} or less.`,
    },
    {
      passes: evidence.profitAtTwiceTheCosts > 0,
      sentence: `With twice the costs the profit is ${money(evidence.profitAtTwiceTheCosts)}.`,
    },
    {
      passes: evidence.profitOneBarLater > 0,
      sentence: `With every decision carried out one bar later the profit is ${money(evidence.profitOneBarLater)}.`,
    },
    {
      passes: Number.isNaN(stability) || stability >= MIN_STABILITY,
      sentence: Number.isNaN(stability)
        ? 'The best set has no neighbours that were tried, so its stability is unknown.'
        : `The neighbours of the best set reach ${percent(stability)} of its objective; below ${percent(MIN_STABILITY)} the set is alone, as luck is.`,
    },
  ];
}

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;

const money = (value: number): string =>
  Number.isNaN(value) ? 'unknown' : value.toLocaleString('en-US', { maximumFractionDigits: 2 });
