import type { RecordedBy } from '../../model/engine-rules.ts';
import type { SessionConfig } from '../../model/session-config.ts';
import { isPace, type JournalEntry } from '../session/command.ts';
import { isSameProgram, withoutWording } from './compare-events.ts';
import type { RunSummary } from './run-summary.ts';

/** The compared parts of a run: the files of its folder. */
export interface ComparedRun {
  readonly config: SessionConfig;
  readonly journal: readonly JournalEntry[];
  /** The lines of its event log. */
  readonly events: readonly string[];
  /** Undefined for a run that did not end properly. */
  readonly summary: RunSummary | undefined;
  readonly recordedBy: RecordedBy;
}

/** A value of both sides, as text; null where a side has none. */
export interface ComparedValue {
  readonly name: string;
  readonly first: string | null;
  readonly second: string | null;
}

export interface RunComparison {
  /** One sentence when the runs were recorded under different rules; null under the same. */
  readonly rules: string | null;
  /** Keys of the config that differ, as paths. */
  readonly config: readonly ComparedValue[];
  /** Commands that one side has and the other does not, in the order of the clock. */
  readonly commands: readonly { readonly side: 'first' | 'second'; readonly entry: JournalEntry }[];
  readonly sameCommands: number;
  /** Figures of the results, including equal ones. */
  readonly figures: readonly ComparedValue[];
  /**
   * The first line of the event log (from 1) that differs, pauses aside; null when the same events happened. Between
   * two programs the wording of reasons does not count.
   */
  readonly firstEvent: (Omit<ComparedValue, 'name'> & { readonly line: number }) | null;
}

/** A line of the log for a pause or resumption that was requested. */
const PAUSE = /"type":"session_state".*"(?:from|to)":"paused"/;
const NUMBER = /^\{"seq":\d+,/;

/** The differences of two runs. Wall-clock figures are left out: they differ between any two. */
export function compareRuns(first: ComparedRun, second: ComparedRun): RunComparison {
  const config = compareValues(leavesOf(first.config), leavesOf(second.config));
  return {
    rules: rulesOf(first.recordedBy, second.recordedBy),
    config: config.filter(isDifferent),
    ...compareCommands(first.journal, second.journal),
    figures: compareValues(figuresOf(first.summary), figuresOf(second.summary)),
    firstEvent: firstDifference(first, second),
  };
}

function rulesOf({ rules: first }: RecordedBy, { rules: second }: RecordedBy): string | null {
  return first === second
    ? null
    : `The first run was recorded under rules ${first}, the second under rules ${second}: their events can differ.`;
}

export const isDifferent = ({ first, second }: Omit<ComparedValue, 'name'>): boolean => first !== second;

/** Every value by its path, `session_data_config.streaming.catchup_threshold_seconds`; lists of plain values as one. */
function leavesOf(value: unknown, path = ''): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const visit = (each: unknown, at: string): void => {
    const isList = Array.isArray(each) && each.every((item) => typeof item !== 'object');
    if (isList) leaves.set(at, each.join(', '));
    else if (typeof each === 'object' && each !== null)
      for (const [key, child] of Object.entries(each)) visit(child, at === '' ? key : `${at}.${key}`);
    else if (each !== undefined) leaves.set(at, typeof each === 'string' ? each : JSON.stringify(each));
  };
  visit(value, path);
  return leaves;
}

function figuresOf(summary: RunSummary | undefined): ReadonlyMap<string, string> {
  if (summary === undefined) return new Map();
  const { outcome, days, symbols, notifications, catchups, failures, findings, results, timing } = summary;
  const records = Object.values(symbols);
  return new Map([
    ['outcome', outcome],
    ['days', String(days.length)],
    ['symbols', String(records.length)],
    ['bars', String(timing.bars)],
    ['missing bars', sum(records, ({ gaps }) => gaps.reduce((total, { count }) => total + count, 0))],
    ['notifications delivered', String(notifications.delivered)],
    ['notifications dropped', String(notifications.dropped)],
    ['catch-ups', String(catchups.length)],
    ['bars caught up', sum(catchups, ({ bars }) => bars)],
    ['symbols refused', String(failures.length)],
    ['findings', sum(findings, ({ count }) => count)],
    ...leavesOf(results),
  ]);
}

const sum = <T>(all: readonly T[], of: (each: T) => number): string =>
  String(all.reduce((total, each) => total + of(each), 0));

function compareValues(
  first: ReadonlyMap<string, string>,
  second: ReadonlyMap<string, string>,
): readonly ComparedValue[] {
  return [...new Set([...first.keys(), ...second.keys()])].map((name) => ({
    name,
    first: first.get(name) ?? null,
    second: second.get(name) ?? null,
  }));
}

function compareCommands(
  first: readonly JournalEntry[],
  second: readonly JournalEntry[],
): Pick<RunComparison, 'commands' | 'sameCommands'> {
  const left = first.filter(matters);
  const unmatched = second.filter(matters);
  const onlyFirst = left.filter((entry) => {
    const at = unmatched.findIndex((other) => keyOf(other) === keyOf(entry));
    if (at < 0) return true;
    unmatched.splice(at, 1);
    return false;
  });
  const commands = [
    ...onlyFirst.map((entry) => ({ side: 'first' as const, entry })),
    ...unmatched.map((entry) => ({ side: 'second' as const, entry })),
  ];
  const byClock = commands.sort((a, b) => (a.entry.clock < b.entry.clock ? -1 : 1));
  return { commands: byClock, sameCommands: left.length - onlyFirst.length };
}

const matters = ({ command }: JournalEntry): boolean => !isPace(command);

const keyOf = ({ clock, command }: JournalEntry): string => `${clock} ${JSON.stringify(command)}`;

function firstDifference(first: ComparedRun, second: ComparedRun): RunComparison['firstEvent'] {
  const compared = isSameProgram(first.recordedBy, second.recordedBy) ? asIs : withoutWording;
  const left = withoutPauses(first.events, compared);
  const right = withoutPauses(second.events, compared);
  const longest = Math.max(left.length, right.length);
  for (let index = 0; index < longest; index++) {
    const [one, other] = [left[index], right[index]];
    if (one?.compared === other?.compared) continue;
    return { line: one?.line ?? other?.line ?? 0, first: one?.text ?? null, second: other?.text ?? null };
  }
  return null;
}

const asIs = (line: string): string => line;

/** Events as they are compared: pauses are left out, and the numbers that they shift do not count. */
function withoutPauses(
  lines: readonly string[],
  compared: (line: string) => string,
): readonly { readonly line: number; readonly text: string; readonly compared: string }[] {
  return lines.flatMap((text, index) => {
    if (PAUSE.test(text)) return [];
    return [{ line: index + 1, text, compared: compared(text).replace(NUMBER, '') }];
  });
}
