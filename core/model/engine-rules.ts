/**
 * Number of the rules by which the engine turns bars and commands into events. Raise it in every change after which a run
 * logs other events; a change of wording (`reason` texts) alone keeps it. A run folder names the number that it was
 * recorded under.
 *
 * - 1: the rules of version 0.1.0, and of every run folder that names none.
 * - 2: prices are no longer rounded to 1/10,000; slippage rounds to the tick; orders off the tick or step are refused.
 * - 3: a bar's open comes before its inside; positions, exits and reduce-only orders are kept by owner;
 *   the indicator cci keeps its digits where prices are very large beside their moves.
 */
export const RULES: number = 3;

/** The program that recorded a run. */
export interface RecordedBy {
  readonly rules: number;
  /** Undefined for a folder that names none: it is older than the number. */
  readonly engineVersion: string | undefined;
}

/** One sentence when a run that was recorded by `recordedBy` plays under other rules; undefined under the same. */
export function otherRules({ rules }: RecordedBy): string | undefined {
  return rules === RULES
    ? undefined
    : `This run was recorded under rules ${rules}, played under rules ${RULES}: its events can differ.`;
}
