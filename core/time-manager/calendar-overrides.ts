import { z } from 'zod';
import { invariant } from '../base/invariant.ts';
import { type Result, fail, ok } from '../base/result.ts';
import { dayNumberOf } from './civil-day.ts';
import { CLOSE, OPEN } from './us-equity-hours.ts';
import { parseWallClock } from './wall-clock.ts';

const dayText = z
  .string()
  .refine((text) => dayNumberOf(text) !== undefined, { error: 'expected a day such as 2025-07-03' });
const closeText = z.string().refine(
  (text) => {
    const msOfDay = parseWallClock(text);
    return msOfDay !== undefined && msOfDay > OPEN && msOfDay <= CLOSE;
  },
  { error: 'expected a time after 09:30 and not after 16:00, such as 13:00' },
);

const overridesSchema = z.strictObject({
  closed: z.array(z.strictObject({ day: dayText, reason: z.string().min(1) })).optional(),
  early_closes: z.array(z.strictObject({ day: dayText, close: closeText })).optional(),
  open: z.array(dayText).optional(),
});

/**
 * A user's own days, which win over the rules: what a calendar of the future cannot know.
 * `closed` wins over `open`; `open` wins over holidays and weekends; `earlyCloses` shortens a day that is open, to a
 * time of the exchange's clock, and lengthens one that the rules end earlier (`16:00` makes it a full day).
 */
export interface CalendarOverrides {
  readonly closed?: readonly { readonly day: string; readonly reason: string }[] | undefined;
  readonly earlyCloses?: readonly { readonly day: string; readonly close: string }[] | undefined;
  readonly open?: readonly string[] | undefined;
}

/** Overrides by day number, as a calendar asks for them. */
export interface ReadOverrides {
  readonly closed: ReadonlyMap<number, string>;
  /** Close in ms since midnight. */
  readonly earlyCloses: ReadonlyMap<number, number>;
  readonly open: ReadonlySet<number>;
}

/** Checks a user's calendar file (keys `closed`, `early_closes`, `open`, all optional); the failure names the path and what was expected there. */
export function parseCalendarOverrides(file: unknown): Result<CalendarOverrides> {
  const parsed = overridesSchema.safeParse(file);
  if (parsed.success) {
    const { closed, early_closes: earlyCloses, open } = parsed.data;
    return ok({ closed, earlyCloses, open });
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
  invariant(
    msOfDay !== undefined && msOfDay > OPEN && msOfDay <= CLOSE,
    () => `an early close after the open and not after 16:00 among the overrides, got ${text}`,
  );
  return msOfDay;
}

/** Turns checked overrides into look-ups by day number. */
export function readOverrides(overrides: CalendarOverrides): ReadOverrides {
  const { closed = [], earlyCloses = [] } = overrides;
  return {
    closed: new Map(closed.map((entry) => [checkedDay(entry.day), entry.reason])),
    earlyCloses: new Map(earlyCloses.map(({ day, close }) => [checkedDay(day), checkedClose(close)])),
    open: new Set((overrides.open ?? []).map(checkedDay)),
  };
}
