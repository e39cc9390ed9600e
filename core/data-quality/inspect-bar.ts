import type { Finding, FindingKind } from '../model/finding.ts';

/** Adds a finding to a list, or counts it with the one of its kind and interval. True for the first of its kind. */
export function noteFinding(findings: Finding[], finding: Finding): boolean {
  const { kind, interval, firstMs, lastMs, count } = finding;
  const at = findings.findIndex((each) => each.kind === kind && each.interval === interval);
  const before = findings[at];
  if (before === undefined) {
    findings.push(finding);
    return true;
  }
  findings[at] = {
    ...before,
    firstMs: Math.min(before.firstMs, firstMs),
    lastMs: Math.max(before.lastMs, lastMs),
    count: before.count + count,
  };
  return false;
}

/** A close this many times above or below the one before is suspicious (a split, a wrong symbol, a lost digit). */
const JUMP_RATIO = 1.5;

/** The problem of a bar, and whether the bar is usable despite it. */
export interface BarVerdict {
  readonly kind: FindingKind;
  /** A refused bar is not part of the session: its minute counts as missing. */
  readonly refused: boolean;
}

const refuse = (kind: FindingKind): BarVerdict => ({ kind, refused: true });
const remark = (kind: FindingKind): BarVerdict => ({ kind, refused: false });

const NOT_A_NUMBER = refuse('not_a_number');
const IMPOSSIBLE = refuse('impossible_ohlc');
const NEGATIVE_VOLUME = refuse('negative_volume');
const JUMP = remark('price_jump');
/** Its time is not the start of a bar of its interval. */
export const OFF_GRID = refuse('off_grid');
/** A bar with its time came before. */
export const DUPLICATE = refuse('duplicate');
/** It comes after a later one. */
export const DISORDER = refuse('disorder');
const LOST_VOLUME = remark('zero_volume_with_range');

/**
 * Checks one bar as it streams. `previousClose` is `NaN` for the first of a day; the low must lie above `floor`, which is -Infinity
 * where prices can be negative. Returns undefined for a sound bar, which takes one pass of comparisons.
 */
export function inspectBar(
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  previousClose: number,
  floor = 0,
): BarVerdict | undefined {
  const possible = high >= open && high >= close && low <= open && low <= close && low > floor && volume >= 0;
  if (!possible || high === Number.POSITIVE_INFINITY || volume === Number.POSITIVE_INFINITY) {
    return whyImpossible(open, high, low, close, volume);
  }
  if (volume === 0 && high !== low) return LOST_VOLUME;
  // A ratio of prices says nothing around zero.
  if (floor < 0 && (close <= 0 || previousClose <= 0)) return undefined;
  if (close > previousClose * JUMP_RATIO || close * JUMP_RATIO < previousClose) return JUMP;
  return undefined;
}

function whyImpossible(open: number, high: number, low: number, close: number, volume: number): BarVerdict {
  const finite = [open, high, low, close, volume].every((value) => Number.isFinite(value));
  if (!finite) return NOT_A_NUMBER;
  return volume < 0 ? NEGATIVE_VOLUME : IMPOSSIBLE;
}
