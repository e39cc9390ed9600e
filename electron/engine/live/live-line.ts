import { asEpochMs, asTradingDay, MINUTE_MS, SECOND_MS, type EpochMs } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { Logger } from '../../../core/base/logger.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import { SYNTHETIC_SOURCE } from '../../../core/data-manager/parquet/month-metadata.ts';
import type { Engine } from '../../../core/index.ts';
import type { LiveSessionConfig } from '../../../core/model/session-config.ts';
import type { SessionRun } from '../../../core/session-coordinator/session-run.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type { FeedHeader } from '../../contract/batch.ts';
import type { FeedChoice, FeedTruthAnswer, Rehearsal } from '../../contract/live-requests.ts';
import type { Fault } from '../feed-sim/fault-plan.ts';
import { openBarStore } from '../open-bar-store.ts';
import { alpacaVendor, lastTradingDay, simulatedVendor, type OpenVendor } from './live-vendor.ts';
import type { KeySource } from './key-source.ts';
import { openLive, simulatedStoreFolder, type LiveDay } from './open-live.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What going live takes of a window's engine. */
export interface LineSources {
  readonly calendar: MarketCalendar;
  readonly store: WritableBarStore;
  readonly userDir: string;
  readonly env: Environment;
  readonly logger: Logger;
  readonly engineOver: (store: WritableBarStore) => Engine;
  readonly keys: KeySource;
}

/** The line of one live session to its vendor, from the choice of a feed to the end of the day. */
export class LiveLine {
  readonly engine: Engine;
  readonly options: LiveDay['open'];
  /** True when what comes over it was made up. */
  readonly isInvented: boolean;
  readonly #name: string;
  readonly #vendor: OpenVendor;
  readonly #day: LiveDay;
  readonly #fetches: AbortController;
  readonly #logger: Logger;

  private constructor(parts: {
    readonly engine: Engine;
    readonly name: string;
    readonly vendor: OpenVendor;
    readonly day: LiveDay;
    readonly fetches: AbortController;
    readonly logger: Logger;
  }) {
    this.engine = parts.engine;
    this.options = parts.day.open;
    this.isInvented = parts.vendor.source === SYNTHETIC_SOURCE;
    this.#name = parts.name;
    this.#vendor = parts.vendor;
    this.#day = parts.day;
    this.#fetches = parts.fetches;
    this.#logger = parts.logger;
  }

  /** Fails without keys where they are needed, and outside of trading hours. Nothing is connected yet. */
  static async open(
    sources: LineSources,
    config: LiveSessionConfig,
    choice: FeedChoice,
  ): Promise<Result<LiveLine>> {
    const { calendar, logger } = sources;
    const opened = await vendorOf(sources, choice);
    if (!opened.ok) return opened;
    const vendor = opened.value;
    const store = vendor.source === SYNTHETIC_SOURCE ? ownStore(sources) : sources.store;
    const fetches = new AbortController();
    const day = openLive({ config, calendar, store, vendor, logger, signal: fetches.signal });
    if (!day.ok) {
      await vendor.close();
      return day;
    }
    const name = choice.feed === 'sim' ? 'Simulator' : `Alpaca ${choice.source.toUpperCase()}`;
    const engine = sources.engineOver(store);
    return ok(new LiveLine({ engine, name, vendor, day: day.value, fetches, logger }));
  }

  /** How the line stands, as the whole window shows it. */
  get header(): FeedHeader {
    const { truth } = this.#day.session;
    const { state, reason, sinceMs, lastMessageMs, reconnects, unreadable, asked, granted } = truth;
    return {
      name: this.#name,
      marketSpeed: this.#vendor.speed,
      simulated: this.#vendor.addFault !== undefined,
      state,
      reason,
      sinceMs,
      lastMessageMs,
      reconnects,
      unreadable,
      asked,
      granted,
    };
  }

  /** What the feed gave of each symbol so far. */
  get truth(): FeedTruthAnswer {
    const { symbols, refused } = this.#day.session.truth;
    return { now_ms: this.#vendor.time.now(), symbols, refused };
  }

  /** The newest bar of a symbol went out to the window. */
  noteShown(symbol: string, openMs: number): void {
    this.#day.session.truth.noteShown(symbol, openMs + MINUTE_MS, this.#vendor.time.now());
  }

  /** Has something go wrong on a simulated feed. Fails on a real one. */
  rehearse(kind: Rehearsal): Result<null> {
    const { addFault, time } = this.#vendor;
    if (addFault === undefined) return fail('not_allowed', 'Faults can be tried out on the simulator alone.');
    addFault(rehearsal(kind, time.now()));
    return ok(null);
  }

  /** The raw frames of the last hours as lines of JSON, without keys. */
  get flight(): string {
    return this.#day.flight();
  }

  prepare(run: SessionRun): Promise<Result<void>> {
    return this.#day.prepare(run);
  }

  /** Ends the connection, and whatever waits for it. */
  hangUp(): void {
    this.#fetches.abort();
    this.#day.close();
  }

  /** Keeps the day's bars and lets the vendor go. */
  async end(run: SessionRun): Promise<void> {
    const stored = await this.#day.store(run);
    if (!stored.ok) this.#logger.warn("the day's bars are not stored", { reason: stored.failure.message });
    await this.close();
  }

  async close(): Promise<void> {
    this.hangUp();
    await this.#vendor.close();
  }
}

const REHEARSED_SECONDS = 120;
const HALTED_SECONDS = 180;
const LATE_SECONDS = 30;

/** Bars of the minute that runs and of the next are concerned. */
function rehearsal(kind: Rehearsal, now: EpochMs): Fault {
  const seconds = kind === 'halt' ? HALTED_SECONDS : REHEARSED_SECONDS;
  const from = asEpochMs(kind === 'drop' || kind === 'mute' ? now : Math.floor(now / MINUTE_MS) * MINUTE_MS);
  const to = asEpochMs(now + seconds * SECOND_MS);
  const delaySeconds = kind === 'late' ? LATE_SECONDS : undefined;
  return {
    kind,
    from,
    to,
    symbols: undefined,
    delaySeconds,
    retryAfter: undefined,
    left: Number.POSITIVE_INFINITY,
  };
}

async function vendorOf(
  { calendar, store, env, keys }: LineSources,
  choice: FeedChoice,
): Promise<Result<OpenVendor>> {
  if (choice.feed === 'alpaca') {
    const found = await keys.read();
    return found.ok ? alpacaVendor(env, choice.source, found.value) : found;
  }
  const { at, speed } = choice;
  const day = choice.day === undefined ? lastTradingDay(calendar) : asTradingDay(choice.day);
  return simulatedVendor({ calendar, day, at, speed, faults: [], store });
}

/** An invented market's bars do not mix with real ones. */
const ownStore = ({ calendar, userDir, env }: LineSources): WritableBarStore =>
  openBarStore({ location: simulatedStoreFolder(userDir), calendar, env, userDir });
