import type { TradingDay } from '../base/epoch-ms.ts';

export const ACTION_KINDS = ['split', 'cash_dividend', 'symbol_change', 'delisting'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** Something that a company does to its shares before the open of `exDate`. */
export interface CorporateAction {
  /** First exchange day that trades without it. */
  readonly exDate: TradingDay;
  readonly kind: ActionKind;
  /**
   * The factor for earlier prices: 0.25 for a split of 4 new shares for 1; for a dividend 1 - amount ÷ the close
   * before, undefined where that is not known.
   */
  readonly factor: number | undefined;
  /** Of a cash dividend: money for one share, as shares are counted on `exDate`. */
  readonly amount: number | undefined;
  /** Of a change of symbol: the new one. */
  readonly newSymbol?: string | undefined;
}

/** How bars of days before the session's own are shown. */
export const ADJUSTMENTS = ['raw', 'splits', 'total'] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

/** Shares after a split for shares before it, in lowest terms: 4 for 1, 3 for 2, 1 for 10. */
export interface SplitRatio {
  readonly gets: number;
  readonly gives: number;
}

/** Factors in files are rounded (0.142857 for 7 for 1): they mean the simplest ratio within this part of them. */
const FACTOR_ERROR = 1e-5;
const LARGEST_TERM = 10_000;

/** The ratio that a split's price factor stands for. Continued fractions: the first convergent that is near enough. */
export function splitRatioOf(factor: number): SplitRatio {
  const target = 1 / factor;
  let [gets, gives, beforeGets, beforeGives] = [Math.floor(target), 1, 1, 0];
  let rest = target - gets;
  while (Math.abs(gets / gives - target) > target * FACTOR_ERROR && rest > 1e-12) {
    const whole = Math.floor(1 / rest);
    rest = 1 / rest - whole;
    const next = [whole * gets + beforeGets, whole * gives + beforeGives] as const;
    if (next[0] > LARGEST_TERM || next[1] > LARGEST_TERM) break;
    [beforeGets, beforeGives, gets, gives] = [gets, gives, next[0], next[1]];
  }
  return { gets, gives };
}

/** `4 for 1`. */
export const printRatio = ({ gets, gives }: SplitRatio): string => `${gets} for ${gives}`;

/** Actions of one symbol in the order in which they take effect: by day, on one day splits before dividends. */
export const inOrder = (actions: readonly CorporateAction[]): readonly CorporateAction[] =>
  [...actions].sort(
    (a, b) =>
      (a.exDate < b.exDate ? -1 : a.exDate > b.exDate ? 1 : 0) ||
      ACTION_KINDS.indexOf(a.kind) - ACTION_KINDS.indexOf(b.kind),
  );

/** Actions with `after < exDate <= until`. */
export const actionsBetween = (
  actions: readonly CorporateAction[],
  after: TradingDay,
  until: TradingDay,
): readonly CorporateAction[] => actions.filter(({ exDate }) => exDate > after && exDate <= until);

/** Whole shares after a split, a fraction of one left out. */
export const splitShares = (shares: number, { gets, gives }: SplitRatio): number =>
  Number((BigInt(shares) * BigInt(gets)) / BigInt(gives));
