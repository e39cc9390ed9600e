import { strToU8 } from 'fflate';
import {
  findRoles,
  plainName,
  speaksOfTime,
  timeNameHints,
  timeRank,
  type TimeNameHints,
} from './column-roles.ts';
import { judgeTimeWriting, type JudgedWriting } from './judge-time-writing.ts';

/** How texts are written as times; undefined where most are not times. */
export function writingOf(texts: readonly string[], clocks?: readonly string[]): JudgedWriting | undefined {
  const samples = texts.flatMap((text, index) => {
    if (text === '') return [];
    const date = strToU8(text);
    if (clocks === undefined) return [{ bytes: date, from: 0, to: date.length }];
    const bytes = strToU8(`${text}${clocks[index] ?? ''}`);
    return [{ bytes, from: 0, to: date.length, clock: { from: date.length, to: bytes.length } }];
  });
  return judgeTimeWriting(samples);
}

/** The columns that make the time of a row, and what their names say about it. */
export interface ChosenTime {
  readonly time: number;
  readonly clock?: number;
  readonly hints: TimeNameHints;
  readonly evidence: readonly string[];
}

interface Candidate {
  readonly column: number;
  readonly writing: JudgedWriting;
  readonly hints: TimeNameHints;
}

/**
 * Chooses the column of times: by name, where its values are times; else the leftmost with times. A column that says where
 * its times are in UTC wins over one that shows a clock without a zone, and a date alone over both in daily bars.
 */
export function chooseTime(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  taken: ReadonlySet<number>,
): ChosenTime | undefined {
  const texts = (column: number): readonly string[] => rows.map((row) => row[column] ?? '');
  const candidates = rankedColumns(names, taken).flatMap((column): readonly Candidate[] => {
    const writing = writingOf(texts(column));
    return writing === undefined ? [] : [{ column, writing, hints: timeNameHints(names[column] ?? '') }];
  });
  const date = candidates.find(
    ({ column, writing }) => isDay(writing) && isDailyIn(texts(column)) && speaksOfTime(names[column] ?? ''),
  );
  if (date !== undefined) return { time: date.column, hints: withoutStamp(date.hints), evidence: [] };
  const pair = dateAndClock(names, texts);
  const instant = candidates.find((each) => isInstant(each) && !isEnd(each) && varies(texts(each.column)));
  const [first] = candidates.filter((each) => !isDay(each.writing) || pair === undefined);
  const closing = candidates.some(isEnd) ? { stamp: 'open' as const } : {};
  const chosen = instant ?? (pair === undefined ? first : undefined);
  if (chosen === undefined) return pair;
  const passed = chosen !== first && first !== undefined ? names[first.column] : pair && names[pair.time];
  return {
    time: chosen.column,
    // A file with an end beside each begin says itself what the begin is.
    hints: { ...(isEnd(chosen) ? {} : closing), ...chosen.hints },
    evidence:
      passed === undefined || chosen === first
        ? []
        : [`${names[chosen.column]} says where its times are in UTC, ${passed} does not`],
  };
}

/** Columns that may hold times: named ones by rank, then those whose name speaks of time, then the others from the left. */
function rankedColumns(names: readonly string[], taken: ReadonlySet<number>): readonly number[] {
  const free = names.map((_, index) => index).filter((index) => !taken.has(index));
  const named = free.filter((index) => timeRank(names[index] ?? '') >= 0);
  named.sort((a, b) => timeRank(names[a] ?? '') - timeRank(names[b] ?? ''));
  const speaking = free.filter((index) => !named.includes(index) && speaksOfTime(names[index] ?? ''));
  const nameless = free.filter((index) => /^(|column\d+|unnamed\d+.*)$/.test(plainName(names[index] ?? '')));
  const known = new Set([...named, ...speaking, ...nameless]);
  return known.size > 0 ? [...known] : free;
}

const isDay = ({ writing }: JudgedWriting): boolean =>
  (writing.kind === 'text' || writing.kind === 'serial') && writing.dateOnly;

const isInstant = ({ writing: { writing, zone }, hints }: Candidate): boolean =>
  writing.kind === 'epoch' ||
  (writing.kind === 'text' &&
    !writing.dateOnly &&
    (writing.hasOffset || zone !== undefined || hints.zone === 'UTC'));

const isEnd = ({ hints }: Candidate): boolean => hints.stamp === 'close';

const varies = (texts: readonly string[]): boolean => new Set(texts).size > 1 || texts.length === 1;

const withoutStamp = ({ zone }: TimeNameHints): TimeNameHints => (zone === undefined ? {} : { zone });

/** A column of dates in which hardly any date comes twice in a row: rows are days. */
function isDailyIn(texts: readonly string[]): boolean {
  let same = 0;
  for (let row = 1; row < texts.length; row++) if (texts[row] === texts[row - 1]) same += 1;
  return same <= texts.length * 0.1 && texts.length > 1;
}

/** A date and a time of day in two columns. */
function dateAndClock(
  names: readonly string[],
  texts: (column: number) => readonly string[],
): ChosenTime | undefined {
  const { roles } = findRoles(names);
  const [time, clock] = [roles.get('date'), roles.get('clock')];
  if (time === undefined || clock === undefined) return undefined;
  const dates = writingOf(texts(time));
  if (dates === undefined || !isDay(dates) || writingOf(texts(time), texts(clock)) === undefined)
    return undefined;
  const hints = { ...timeNameHints(names[time] ?? ''), ...timeNameHints(names[clock] ?? '') };
  return { time, clock, hints, evidence: [] };
}
