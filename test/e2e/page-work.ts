import type { TraceEvent } from './opened.ts';

/** The work of the page's thread, from a trace: processor time in milliseconds, so that other programs do not count. */
function eventsOfPage(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const threads = events.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  return events.filter(
    ({ ph, pid, tid }) => ph === 'X' && threads.some((thread) => thread.pid === pid && thread.tid === tid),
  );
}

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** Of each task, shortest first. */
export const tasksOfPage = (events: readonly TraceEvent[]): number[] =>
  ascending(
    eventsOfPage(events)
      .filter(({ name }) => name === 'RunTask')
      .map(({ tdur = 0 }) => tdur / 1_000),
  );

export interface FrameWork {
  /** Processor time, milliseconds. */
  readonly work: readonly number[];
  /** The same tasks by the clock: it includes the time of other programs. */
  readonly wall: readonly number[];
}

/** Of all tasks from one animation frame to the next, least first: script, style, layout and paint together. */
export function framesOfPage(events: readonly TraceEvent[]): FrameWork {
  const own = [...eventsOfPage(events)].sort((a, b) => a.ts - b.ts);
  const starts = own.filter(({ name }) => name === 'FireAnimationFrame').map(({ ts }) => ts);
  const frames = starts.slice(1).map(() => ({ work: 0, wall: 0 }));
  let at = -1;
  for (const { name, ts, dur = 0, tdur = 0 } of own) {
    if (name !== 'RunTask') continue;
    // The task that fires a frame begins before it does and belongs to it.
    while (at + 1 < starts.length && (starts[at + 1] as number) < ts + dur) at += 1;
    const frame = frames[at];
    if (frame === undefined) continue;
    frame.work += tdur / 1_000;
    frame.wall += dur / 1_000;
  }
  const busy = frames.filter(({ work }) => work > 0.5);
  return { work: ascending(busy.map(({ work }) => work)), wall: ascending(busy.map(({ wall }) => wall)) };
}

/** The value below which this part of them lies, as text. */
export const share = (sorted: readonly number[], part: number): string =>
  (sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN).toFixed(1);
