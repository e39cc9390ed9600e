import type { TradingDay } from '../base/epoch-ms.ts';
import { fail, ok, type Result } from '../base/result.ts';

/** One step of a walk-forward test; both spans are trading days with both ends included. */
export interface WalkForwardWindow {
  readonly train: { readonly from: TradingDay; readonly to: TradingDay };
  readonly test: { readonly from: TradingDay; readonly to: TradingDay };
}

/** Lengths in trading days. */
export interface WalkForwardPlan {
  readonly train: number;
  readonly test: number;
  /** Trading days between the two that neither uses. */
  readonly gap: number;
  /** True keeps the first training day and lets the training span grow. */
  readonly anchored: boolean;
}

const LENGTH = /^(\d+)\s*(?:d|days?)?$/;

/** Reads `60d` or `60`, a number of trading days. Fails with `bad_usage`. */
export function parseDays(option: string, text: string): Result<number> {
  const [, days] = LENGTH.exec(text.trim()) ?? [];
  return days === undefined
    ? fail('bad_usage', `${option} ${text}: expected a number of trading days, such as 60d`)
    : ok(Number(days));
}

/**
 * Windows over a run of trading days: train, gap, test, then on by the length of a test, so that tests neither overlap nor
 * leave a day out. A last test may be shorter. Fails where the days do not hold one window.
 */
export function walkForwardWindows(
  days: readonly TradingDay[],
  plan: WalkForwardPlan,
): Result<readonly WalkForwardWindow[]> {
  const { train, test, gap, anchored } = plan;
  if (train < 1 || test < 1) return fail('bad_usage', '--train and --test must be at least 1d.');
  const windows: WalkForwardWindow[] = [];
  for (let start = 0; start + train + gap < days.length; start += test) {
    const testFrom = start + train + gap;
    windows.push({
      train: spanOf(days, anchored ? 0 : start, start + train),
      test: spanOf(days, testFrom, Math.min(testFrom + test, days.length)),
    });
  }
  return windows.length > 0
    ? ok(windows)
    : fail(
        'bad_usage',
        `${days.length} trading days do not hold ${train} to train, ${gap} between and 1 to test: choose a longer range or a shorter --train.`,
      );
}

/** From the day at `from` to the one before `to`. */
function spanOf(days: readonly TradingDay[], from: number, to: number): WalkForwardWindow['train'] {
  return { from: days[from] as TradingDay, to: days[to - 1] as TradingDay };
}
