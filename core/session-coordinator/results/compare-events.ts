import type { RecordedBy } from '../../model/engine-rules.ts';
import type { SessionEventType } from '../../model/session-event.ts';

/** How two lines of event logs compare: equal byte for byte, equal apart from the wording of a reason, or different. */
export type Likeness = 'identical' | 'reworded' | 'different';

/** Events whose `reason` the engine words itself: their other fields, such as `rule` and `code`, carry the meaning. */
const WORDED_BY_ENGINE: ReadonlySet<string> = new Set<SessionEventType>([
  'session_state',
  'symbol_removed',
  'symbol_failed',
  'symbol_unchanged',
  'command_refused',
  'day_skipped',
  'order',
  'position_warning',
  'trading_halted',
  'account_link',
]);

/** Compares two lines of `events.jsonl`; undefined where a log has no such line. */
export function compareEvents(first: string | undefined, second: string | undefined): Likeness {
  if (first === second) return 'identical';
  if (first === undefined || second === undefined) return 'different';
  return withoutWording(first) === withoutWording(second) ? 'reworded' : 'different';
}

/** An event's line without the text of its reason. A line that is not JSON is returned unchanged. */
export function withoutWording(line: string): string {
  if (!line.includes('"reason":')) return line;
  try {
    const event = JSON.parse(line) as { type?: string; reason?: string | null };
    if (event.type === undefined || !WORDED_BY_ENGINE.has(event.type)) return line;
    const reason = typeof event.reason === 'string' ? '' : event.reason;
    return JSON.stringify({ ...event, reason });
  } catch {
    return line;
  }
}

/** True when one program recorded both: then even the wording of their events is the same. */
export const isSameProgram = (first: RecordedBy, second: RecordedBy): boolean =>
  first.rules === second.rules &&
  first.engineVersion !== undefined &&
  first.engineVersion === second.engineVersion;
