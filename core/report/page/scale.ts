/** Instants in exchange time, as the host knows them. */
export interface PageClock {
  /** Milliseconds of an ISO instant. */
  parse(iso: string): number;
  /** `2025-07-02 10:00`, exchange time. */
  print(instant: number): string;
  readonly zone: string;
}

/** A day's session; UTC epoch ms. */
export interface DaySpan {
  readonly open: number;
  readonly close: number;
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Steps that people read off an axis without arithmetic. */
const TIDY_STEPS = [1, 2, 2.5, 5, 10];
/** Steps of counts: no half between two of them. */
export const WHOLE_STEPS = [1, 2, 5, 10];

/** The least tidy step that gives at most `most` steps over a span. */
export function tidyStep(span: number, most: number, steps: readonly number[] = TIDY_STEPS): number {
  const least = span / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = steps.find((each) => each * power >= least * (1 - 1e-9)) ?? 10;
  return step * power;
}

/** An axis of values: its ends lie on tidy steps, or at the data's own ends where those come first. */
export interface ValueScale {
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly ticks: readonly number[];
}

const MAX_STEPS = 6;

/** A scale that holds all values; `from` must be on it. */
export function valueScale(
  values: readonly number[],
  from?: number,
  steps: readonly number[] = TIDY_STEPS,
): ValueScale {
  let low = values.reduce((a, b) => Math.min(a, b), from ?? Number.POSITIVE_INFINITY);
  let high = values.reduce((a, b) => Math.max(a, b), from ?? Number.NEGATIVE_INFINITY);
  // A span that is rounding noise beside the values has no tidy steps.
  if (high - low <= Math.max(Math.abs(high), Math.abs(low), 1e-9) * 1e-9) {
    const margin = Math.abs(high) * 0.01 || 1;
    [low, high] = [low === from ? low : low - margin, high === from && low !== from ? high : high + margin];
  }
  const tidy = tidyStep(high - low, MAX_STEPS, steps);
  const step = steps === WHOLE_STEPS ? Math.max(1, tidy) : tidy;
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step + 0);
  return { low: first * step, high: last * step, step, ticks };
}

/** Places that a tick needs to show its step: 0 for 500, 2 for 0.25. */
export const placesOf = (step: number): number => {
  for (let places = 0; places < 8; places++) {
    const scaled = step * 10 ** places;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6) return places;
  }
  return 8;
};

/** An axis of time on which each session is as wide as the others; nights take no room. */
export interface TimeScale {
  /** Sessions since the start: 1.5 is the middle of the second one. */
  position(instant: number): number;
  readonly length: number;
  /** At most `most` of them, evenly spaced. */
  ticks(most: number): readonly Tick[];
}

/** The axis names days up to this number of sessions, then months or years. */
const MAX_DAYS_BY_NAME = 24;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function timeScale(sessions: readonly DaySpan[], clock: PageClock): TimeScale {
  const position = (instant: number): number => {
    let [low, high] = [0, sessions.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sessions[middle] as DaySpan).close < instant) low = middle + 1;
      else high = middle;
    }
    const session = sessions[low];
    if (session === undefined) return sessions.length;
    const part = (instant - session.open) / (session.close - session.open || 1);
    return low + Math.max(0, Math.min(1, part));
  };
  const ticks = sessions.length <= 1 ? hourTicks(sessions, clock) : dayTicks(sessions, clock);
  return { position, length: Math.max(1, sessions.length), ticks: (most) => everyNth(ticks, most) };
}

const everyNth = (ticks: readonly Tick[], most: number): readonly Tick[] => {
  const every = Math.ceil(ticks.length / most);
  return ticks.filter((_, index) => index % every === 0);
};

/** Whole hours of one session. */
function hourTicks([session]: readonly DaySpan[], clock: PageClock): readonly Tick[] {
  if (session === undefined) return [];
  const span = session.close - session.open;
  const hour = 3_600_000;
  const first = Math.ceil(session.open / hour) * hour;
  return Array.from({ length: Math.max(0, Math.floor((session.close - first) / hour) + 1) }, (_, index) => {
    const instant = first + index * hour;
    return { at: (instant - session.open) / (span || 1), text: clock.print(instant).slice(11, 16) };
  });
}

function dayTicks(sessions: readonly DaySpan[], clock: PageClock): readonly Tick[] {
  const days = sessions.map(({ open }) => clock.print(open).slice(0, 10));
  const letters = days.length <= MAX_DAYS_BY_NAME ? 10 : yearsOf(days) > 4 ? 4 : 7;
  return days.flatMap((day, at) => {
    const isFirst = day.slice(0, letters) !== days[at - 1]?.slice(0, letters);
    return isFirst && (at > 0 || letters === 10) ? [{ at, text: tickText(day, letters) }] : [];
  });
}

const yearsOf = (days: readonly string[]): number =>
  Number(days.at(-1)?.slice(0, 4)) - Number(days[0]?.slice(0, 4));

function tickText(day: string, letters: number): string {
  const month = MONTHS[Number(day.slice(5, 7)) - 1] ?? '';
  if (letters === 4) return day.slice(0, 4);
  return letters === 7 ? `${month} ${day.slice(0, 4)}` : `${Number(day.slice(8, 10))} ${month}`;
}
