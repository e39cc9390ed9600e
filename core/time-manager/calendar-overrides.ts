import { z } from 'zod';
import { MINUTE_MS } from '../base/epoch-ms.ts';
import { invariant } from '../base/invariant.ts';
import { type Result, fail, ok } from '../base/result.ts';
import { dayNumberOf, dayOfNumber } from './civil-day.ts';
import type { MarketRules } from './market-rules.ts';
import { parseWallClock, printWallClock } from './wall-clock.ts';

const dayText = z
  .string()
  .refine((text) => dayNumberOf(text) !== undefined, { error: 'expected a day such as 2025-07-03' });
const closeText = z
  .string()
  .refine((text) => parseWallClock(text) !== undefined, { error: 'expected a time such as 13:00' });

const overridesSchema = z.strictObject({
  closed: z.array(z.strictObject({ day: dayText, reason: z.string().min(1) })).optional(),
  early_closes: z.array(z.strictObject({ day: dayText, close: closeText })).optional(),
  open: z.array(dayText).optional(),
  known_until: dayText.optional(),
});

/**
 * A user's own days, which override the rules: facts that a calendar of the future cannot know. `closed` wins over
 * `open`; `open` wins over holidays and weekends; `earlyCloses` shortens a day that is open, to a time of the
 * exchange's clock, and lengthens one that the rules end earlier (`16:00` makes it a full day). `knownUntil` lets the
 * calendar reach farther: from its own last day to this one the usual weekdays and hours apply, and the other keys name
 * the differences.
 */
export interface CalendarOverrides {
  readonly closed?: readonly { readonly day: string; readonly reason: string }[] | undefined;
  readonly earlyCloses?: readonly { readonly day: string; readonly close: string }[] | undefined;
  readonly open?: readonly string[] | undefined;
  readonly knownUntil?: string | undefined;
}

/** Overrides by day number, as a calendar asks for them. */
export interface ReadOverrides {
  readonly closed: ReadonlyMap<number, string>;
  /** Close in ms since midnight. */
  readonly earlyCloses: ReadonlyMap<number, number>;
  readonly open: ReadonlySet<number>;
  readonly knownUntil: number;
}

/**
 * Checks a user's calendar file (keys `closed`, `early_closes`, `open`, `known_until`, all optional); the failure names
 * the path and the expected value. `fitOverrides` checks whether the times suit the group's hours.
 */
export function parseCalendarOverrides(file: unknown): Result<CalendarOverrides> {
  const parsed = overridesSchema.safeParse(file);
  if (parsed.success) {
    const { closed, early_closes: earlyCloses, open, known_until: knownUntil } = parsed.data;
    return ok({ closed, earlyCloses, open, knownUntil });
  }
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  return fail(
    'bad_config',
    `Calendar file, ${path === '' ? 'top level' : path}: ${issue?.message ?? 'not readable'}`,
  );
}

function checkedDay(text: string): number {
  const dayNumber = dayNumberOf(text);
  invariant(dayNumber !== undefined, () => `a day such as 2025-07-03 among the overrides, got ${text}`);
  return dayNumber;
}

function checkedClose(text: string): number {
  const msOfDay = parseWallClock(text);
  invariant(msOfDay !== undefined, () => `a time such as 13:00 among the overrides, got ${text}`);
  return msOfDay;
}

/** Turns checked overrides into look-ups by day number. */
export function readOverrides(overrides: CalendarOverrides): ReadOverrides {
  const { closed = [], earlyCloses = [], knownUntil } = overrides;
  return {
    closed: new Map(closed.map((entry) => [checkedDay(entry.day), entry.reason])),
    earlyCloses: new Map(earlyCloses.map(({ day, close }) => [checkedDay(day), checkedClose(close)])),
    open: new Set((overrides.open ?? []).map(checkedDay)),
    knownUntil: knownUntil === undefined ? Number.NEGATIVE_INFINITY : checkedDay(knownUntil),
  };
}

/** The overrides of a group, read; `bad_config` where a close lies outside the group's hours or a date before its known days. */
export function fitOverrides(overrides: CalendarOverrides, rules: MarketRules): Result<ReadOverrides> {
  const read = readOverrides(overrides);
  for (const [index, [dayNumber, close]] of [...read.earlyCloses].entries()) {
    const { minutes } = rules.usualHours(dayNumber);
    const open = Math.max(0, minutes[0] as number) * MINUTE_MS;
    const end = (minutes.at(-1) as number) * MINUTE_MS;
    if (close > open && close <= end) continue;
    const [from, to] = [open, end].map((time) => printWallClock(time).slice(0, 5));
    return fail(
      'bad_config',
      `Calendar file of ${rules.exchangeGroup}, early_closes.${index}.close: expected a time after ${from} and not after ${to}, such as 13:00`,
    );
  }
  if (read.knownUntil > Number.NEGATIVE_INFINITY && read.knownUntil <= rules.lastDay) {
    const known = dayOfNumber(rules.lastDay);
    return fail(
      'bad_config',
      `Calendar file of ${rules.exchangeGroup}, known_until: the calendar is known until ${known} already; expected a later day`,
    );
  }
  return ok(read);
}
