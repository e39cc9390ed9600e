import { SECOND_MS } from '../../core/base/epoch-ms.ts';
import { createRandom } from '../../core/data-manager/sample/random.ts';
import type { FaultKind } from '../../electron/simulator/fault-plan.ts';

/** An external event of a live session, at a market time (UTC epoch ms). */
export type DayEvent =
  | { readonly at: number; readonly do: 'add' | 'remove'; readonly symbol: string }
  /** The process is suspended for this long, like a closed laptop. */
  | { readonly at: number; readonly do: 'sleep'; readonly ms: number };

export interface RandomDay {
  readonly symbols: readonly string[];
  readonly events: readonly DayEvent[];
  /** As in a fault file; `at` in UTC epoch ms. */
  readonly faults: readonly DayFault[];
}

export interface DayFault {
  readonly kind: FaultKind;
  readonly atMs: number;
  readonly seconds: number;
  readonly symbols?: readonly string[];
  readonly delay_seconds?: number;
  readonly retry_after?: number;
  readonly times?: number;
}

/** Faults from which a session comes back; the others end it with a reason, as they should. */
const FAULTS: readonly (readonly [FaultKind, Partial<DayFault>])[] = [
  ['drop', {}],
  ['drop_without_close', {}],
  ['half_open', { seconds: 180 }],
  ['mute', { seconds: 180 }],
  ['slow_client', {}],
  ['refuse_connection', { times: 3 }],
  ['connection_limit', { times: 2 }],
  ['auth_timeout', { times: 1 }],
  ['internal_error', { times: 1 }],
  ['lose', { seconds: 120 }],
  ['duplicate', { seconds: 120 }],
  ['disorder', { seconds: 120 }],
  ['late', { seconds: 120, delay_seconds: 45 }],
  ['correction', { seconds: 180 }],
  ['future_bar', {}],
  ['halt', { seconds: 300 }],
  ['garbage', {}],
  ['rest_429', { times: 1, retry_after: 0.2 }],
  ['rest_500', { times: 2 }],
  ['rest_drop', { times: 1 }],
  ['slow_pages', { seconds: 120, delay_seconds: 0.3 }],
];

/** Faults of a handshake happen to who connects: a drop goes before them. */
const NEEDS_DROP: ReadonlySet<FaultKind> = new Set([
  'refuse_connection',
  'connection_limit',
  'auth_timeout',
  'internal_error',
  'rest_429',
  'rest_500',
  'rest_drop',
  'slow_pages',
]);

/**
 * A day full of accidents, the same for the same seed: `count` symbols at a time out of a larger pool, one fault every few
 * minutes, symbols that come and go throughout, and now and then the machine sleeps. `[from, to)` in UTC epoch ms.
 */
export function randomDay(
  seed: string,
  count: number,
  from: number,
  to: number,
  { sleeps, sleepMinutes }: { readonly sleeps: number; readonly sleepMinutes: number },
): RandomDay {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)] as T;
  const pool = Array.from({ length: Math.ceil(count * 1.3) }, (_, index) => tickerOf(index));
  const present = new Set(pool.slice(0, count));
  const symbols = [...present];
  const events: DayEvent[] = [];
  for (
    let at = from + 90 * SECOND_MS;
    at < to - 180 * SECOND_MS;
    at += (30 + random.uniform() * 60) * SECOND_MS
  ) {
    const isFull = present.size >= count;
    const symbol = pick(isFull ? [...present] : pool.filter((each) => !present.has(each)));
    events.push({ at, do: isFull ? 'remove' : 'add', symbol });
    if (isFull) present.delete(symbol);
    else present.add(symbol);
  }
  const faults: DayFault[] = [];
  for (
    let at = from + 60 * SECOND_MS;
    at < to - 240 * SECOND_MS;
    at += (120 + random.uniform() * 240) * SECOND_MS
  ) {
    const [kind, more] = pick(FAULTS);
    const concerned = random.uniform() < 0.5 && kind === 'halt' ? { symbols: [pick(pool), pick(pool)] } : {};
    if (NEEDS_DROP.has(kind)) faults.push({ kind: 'drop', atMs: at, seconds: 1 });
    faults.push({ kind, atMs: at, seconds: 60, ...concerned, ...more });
  }
  for (let index = 0; index < sleeps; index++) {
    const ms = sleepMinutes * 60 * SECOND_MS;
    const at = from + ((index + 0.5) / sleeps) * (to - from - 2 * ms);
    events.push({ at, do: 'sleep', ms });
  }
  return { symbols, events: events.sort((a, b) => a.at - b.at), faults };
}

/** `SAAA`, `SAAB`, …: tickers that no sample has. */
function tickerOf(index: number): string {
  const letter = (at: number): string => String.fromCharCode(65 + (Math.floor(index / 26 ** at) % 26));
  return `S${letter(2)}${letter(1)}${letter(0)}`;
}
