import { z } from 'zod';
import { asEpochMs, SECOND_MS, type EpochMs, type TradingDay } from '../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';

/** The possible faults, in one line each: the text of `feed-sim --help`. */
export const FAULT_KINDS = {
  drop: 'every connection is closed, with a close frame',
  drop_without_close: 'every connection breaks off, without a close frame',
  half_open: 'connections neither receive nor send anything, pings included',
  mute: 'connections answer pings, but no data come',
  slow_client: '407, then every connection is closed',
  refuse_connection: 'new connections are turned away (HTTP 503)',
  refuse_auth: '402 to every authentication',
  connection_limit: '406 to every authentication',
  auth_timeout: '404 to every authentication: the answer comes too late',
  insufficient_subscription: '409 to every authentication',
  symbol_limit: '405 to every subscription',
  internal_error: '500 to every subscription',
  lose: 'bars are not streamed; the history has them',
  duplicate: 'every bar is sent twice',
  disorder: 'bars of a minute are sent after those of the next one',
  late: 'bars are sent `delay_seconds` late',
  correction: 'bars are sent with wrong values first, then corrected (`u`) half a minute later',
  future_bar: 'one bar that opens an hour from now, with impossible prices',
  halt: 'trading halts: a status at its begin and end, no bars between',
  garbage: 'a frame that is not JSON, and one of an unknown type',
  rest_429: 'the history answers 429, with `retry_after` in seconds',
  rest_500: 'the history answers 500',
  rest_418: 'Binance: the address is banned, with `retry_after` in seconds',
  rest_451: 'Binance: the place is refused',
  archive_corrupt: 'Binance: an archive file does not match its checksum',
  rest_drop: 'the history breaks off in the middle of an answer',
  slow_pages: 'the history waits `delay_seconds` of real time before it answers',
  order_timeout: 'paper account: orders are accepted, but the answer never comes',
  order_lost: 'paper account: orders are lost on their way, without an answer',
  order_reject: 'paper account: orders are accepted, then rejected',
  order_429: 'paper account: requests are limited, with `retry_after` in seconds',
  order_500: 'paper account: requests fail',
  partial_fills: 'paper account: orders are filled in halves',
  duplicate_fills: 'paper account: every update is sent twice',
  disordered_fills: 'paper account: an update is sent after the next one',
  lose_updates: 'paper account: updates are not sent',
  drop_updates: 'paper account: the connection for updates breaks in the middle of a fill',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

const faultSchema = z.strictObject({
  kind: z.enum(Object.keys(FAULT_KINDS) as [FaultKind, ...FaultKind[]]),
  /** Market time: `10:05`, `10:05:30` or `2025-07-02 10:05`; left out, from the beginning. */
  at: z.string().optional(),
  /** Duration in market time; 60 s by default. */
  seconds: z.number().positive().optional(),
  /** The symbol concerned; all symbols by default. */
  symbols: z.array(z.string()).min(1).optional(),
  /** Number of times that it happens. */
  times: z.int().positive().optional(),
  delay_seconds: z.number().nonnegative().optional(),
  retry_after: z.number().nonnegative().optional(),
});

const faultFileSchema = z.strictObject({ faults: z.array(faultSchema) });

/** A fault with its times resolved. `[from, to)` in market time. */
export interface Fault {
  readonly kind: FaultKind;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly symbols: ReadonlySet<string> | undefined;
  readonly delaySeconds: number | undefined;
  readonly retryAfter: number | undefined;
  /** How often it still happens; counts down. */
  left: number;
}

const DEFAULT_SECONDS = 60;

/** Reads a fault file; `day` is the first day that is played, for times without one. */
export function parseFaults(text: string, calendar: MarketCalendar, day: TradingDay): Result<Fault[]> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return fail('bad_config', `The fault file is not JSON: ${(error as Error).message}`);
  }
  const parsed = faultFileSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') ?? '';
    return fail('bad_config', `Fault file, ${place === '' ? 'top' : place}: ${issue?.message ?? 'wrong'}`);
  }
  const faults: Fault[] = [];
  for (const [index, one] of parsed.data.faults.entries()) {
    const from = one.at === undefined ? asEpochMs(0) : instantOf(one.at, calendar, day);
    if (from === undefined) {
      return fail(
        'bad_config',
        `Fault file, faults.${index}.at: “${one.at}” is not a time like 10:05 or 10:05:30.`,
      );
    }
    const to =
      one.at === undefined && one.seconds === undefined
        ? Number.POSITIVE_INFINITY
        : from + (one.seconds ?? DEFAULT_SECONDS) * SECOND_MS;
    faults.push({
      kind: one.kind,
      from,
      to: asEpochMs(to),
      symbols: one.symbols === undefined ? undefined : new Set(one.symbols),
      delaySeconds: one.delay_seconds,
      retryAfter: one.retry_after,
      left: one.times ?? Number.POSITIVE_INFINITY,
    });
  }
  return ok(faults);
}

function instantOf(text: string, calendar: MarketCalendar, day: TradingDay): EpochMs | undefined {
  const [first = '', second] = text.split(' ');
  return second === undefined
    ? calendar.instantOf(day, first)
    : calendar.instantOf(first as TradingDay, second);
}

/** The faults that are active at an instant. */
export class FaultPlan {
  readonly #faults: Fault[];

  constructor(faults: readonly Fault[]) {
    this.#faults = [...faults];
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  add(fault: Fault): void {
    this.#faults.push(fault);
  }

  /** A fault of the kind that is active at `now` and concerns `symbol`; it counts as used. */
  take(kind: FaultKind, now: number, symbol?: string): Fault | undefined {
    const fault = this.faults.find(
      (one) =>
        one.kind === kind &&
        one.left > 0 &&
        now >= one.from &&
        now < one.to &&
        (symbol === undefined || (one.symbols?.has(symbol) ?? true)),
    );
    if (fault !== undefined) fault.left--;
    return fault;
  }

  /** Those that begin in `(after, until]`. */
  beginning(after: number, until: number): readonly Fault[] {
    return this.faults.filter(({ from }) => from > after && from <= until);
  }

  ofKind(kind: FaultKind): readonly Fault[] {
    return this.faults.filter((fault) => fault.kind === kind);
  }
}
