import { isoUtc, asEpochMs } from '../base/epoch-ms.ts';
import { fail, ok, type Result } from '../base/result.ts';
import {
  StreamMachine,
  type StreamEffect,
  type StreamInput,
  type StreamTiming,
} from './alpaca/stream-machine.ts';

/** The record of one event of a connection; keys are removed before it is kept. */
export interface FlightEntry {
  /** ms of the connection's clock. */
  readonly at: number;
  /** The market's time, ISO 8601 in UTC. */
  readonly market: string;
  readonly input: StreamInput;
  /** The sent text, without keys, and other actions by their type. */
  readonly did: readonly string[];
  /** The symbols that were wanted when a connection was opened: a replay can start there. */
  readonly wanted?: readonly string[];
  /** A random number that was used, in [0, 1). */
  readonly luck?: readonly number[];
}

/** A question to the history and its answer: entries of their own, not part of the connection. */
export interface HistoryEntry {
  readonly market: string;
  readonly asked: string;
  readonly answer: string;
  readonly took_ms: number;
}

/** The context of a recording, its first line. */
export interface FlightHeader {
  readonly format: 'tapedeck-flight-1';
  readonly stream: string;
  /** The hours in which bars were expected, ISO 8601 in UTC. */
  readonly open: string;
  readonly close: string;
  readonly timing: StreamTiming;
}

interface FlightLimits {
  readonly bytes: number;
  /** By the market's time. */
  readonly ms: number;
}

/** A trading day of 200 symbols is 15 MB. */
const FLIGHT_LIMITS: FlightLimits = { bytes: 32_000_000, ms: 8 * 3_600_000 };

/**
 * The raw frames of the last hours, in and out, with all other inputs of the connection: the material for reporting a
 * fault. Limited in bytes and age.
 */
export class FlightRecorder {
  readonly #header: FlightHeader;
  readonly #secrets: readonly string[];
  readonly #now: () => number;
  readonly #limits: FlightLimits;
  #lines: { readonly market: number; readonly text: string }[] = [];
  #first = 0;
  /** Entries that were dropped. */
  #dropped = 0;
  #bytes = 0;
  #luck: number[] = [];

  /** `now` is the market's time; `secrets` are removed from every line, at any place in it. */
  constructor(
    header: FlightHeader,
    secrets: readonly string[],
    now: () => number,
    limits: FlightLimits = FLIGHT_LIMITS,
  ) {
    this.#header = header;
    this.#secrets = secrets.filter((secret) => secret !== '');
    this.#now = now;
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Random numbers, recorded so that a replay uses the same ones. */
  readonly chance =
    (random: () => number): (() => number) =>
    () => {
      const luck = random();
      this.#luck.push(luck);
      return luck;
    };

  took(at: number, input: StreamInput, effects: readonly StreamEffect[], wanted: ReadonlySet<string>): void {
    const luck = this.#luck.splice(0);
    const entry: FlightEntry = {
      at,
      market: isoUtc(asEpochMs(this.#now())),
      input,
      did: effects.map(deedOf),
      ...(effects.some(({ type }) => type === 'open') ? { wanted: [...wanted] } : {}),
      ...(luck.length === 0 ? {} : { luck }),
    };
    this.#keep(entry);
  }

  history(asked: string, answer: string, tookMs: number): void {
    const entry: HistoryEntry = { market: isoUtc(asEpochMs(this.#now())), asked, answer, took_ms: tookMs };
    this.#keep(entry);
  }

  /** Lines of JSON: the header, then the entries, oldest first. */
  print(): string {
    const lines = this.#lines.slice(this.#first).map(({ text }) => text);
    return `${[JSON.stringify(this.#header), ...lines].join('\n')}\n`;
  }

  /**
   * The entries added since, for a file that grows: lines from the `count`th entry on, each with its line feed, with
   * the header before the first of all, and the count to ask with next. Entries dropped in between are left out.
   */
  since(count: number): { readonly text: string; readonly count: number } {
    const all = this.#dropped + this.#lines.length;
    const fresh = this.#lines
      .slice(Math.max(this.#first, count - this.#dropped))
      .map(({ text }) => `${text}\n`);
    const header = count === 0 ? `${JSON.stringify(this.#header)}\n` : '';
    return { text: header + fresh.join(''), count: all };
  }

  #keep(entry: FlightEntry | HistoryEntry): void {
    let text = JSON.stringify(entry);
    for (const secret of this.#secrets) text = text.replaceAll(secret, '…');
    const market = this.#now();
    this.#lines.push({ market, text });
    this.#bytes += text.length;
    let oldest = this.#lines[this.#first];
    while (
      oldest !== undefined &&
      (this.#bytes > this.#limits.bytes || oldest.market < market - this.#limits.ms)
    ) {
      this.#bytes -= oldest.text.length;
      oldest = this.#lines[++this.#first];
    }
    if (this.#first > 1_024 && this.#first * 2 > this.#lines.length) {
      this.#lines = this.#lines.slice(this.#first);
      this.#dropped += this.#first;
      this.#first = 0;
    }
  }
}

const deedOf = (effect: StreamEffect): string => {
  switch (effect.type) {
    case 'send':
      return `send ${effect.shown}`;
    case 'link':
      return `${effect.state}${effect.reason === '' ? '' : `: ${effect.reason}`}`;
    case 'bars':
      return `${effect.bars.length} bars`;
    default:
      return effect.type;
  }
};

/** The result of replaying a recording. */
export interface FlightReplay {
  /** Entries replayed: those from the first connection on. */
  readonly played: number;
  /**
   * The first entry at which the machine acts differently from the recording; undefined when it acts the same
   * throughout.
   */
  readonly differs:
    | { readonly line: number; readonly did: readonly string[]; readonly does: readonly string[] }
    | undefined;
}

/**
 * Replays a recording through the state machine of the current program: a reported fault is reproduced, and a fixed one
 * shows where the behaviour changed. Fails with `bad_file` when it is not a recording, or when no connection begins in
 * it.
 */
export function replayFlight(text: string): Result<FlightReplay> {
  let lines: unknown[];
  try {
    lines = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown);
  } catch (error) {
    return fail('bad_file', `That is not a recording of a feed: ${(error as Error).message}`);
  }
  const [header, ...rest] = lines as [FlightHeader | undefined, ...(FlightEntry | HistoryEntry)[]];
  if (header?.format !== 'tapedeck-flight-1') return fail('bad_file', 'That is not a recording of a feed.');
  const first = rest.findIndex((entry) => 'wanted' in entry);
  if (first < 0) return fail('bad_file', 'No connection begins in that recording.');
  return ok(playFrom(header, rest, first));
}

function playFrom(
  header: FlightHeader,
  entries: readonly (FlightEntry | HistoryEntry)[],
  first: number,
): FlightReplay {
  let market = header.open;
  let luck: number[] = [];
  const machine = new StreamMachine({
    keys: { key: '…', secret: '…' },
    timing: header.timing,
    inSession: () => market > header.open && market < header.close,
    random: () => luck.shift() ?? 0,
  });
  let played = 0;
  for (const [index, entry] of entries.entries()) {
    if (index < first || !('input' in entry)) continue;
    ({ market } = entry);
    luck = [...(entry.luck ?? [])];
    if (played++ === 0) machine.handle({ type: 'want', symbols: entry.wanted ?? [] }, entry.at);
    const input: StreamInput = played === 1 ? { type: 'start' } : entry.input;
    const does = machine.handle(input, entry.at).map(deedOf);
    if (does.join('\n') !== entry.did.join('\n')) {
      return { played, differs: { line: index + 2, did: entry.did, does } };
    }
  }
  return { played, differs: undefined };
}
