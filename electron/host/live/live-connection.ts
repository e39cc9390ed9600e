import { asEpochMs, asTradingDay, MINUTE_MS, SECOND_MS, type EpochMs } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { Logger } from '../../../core/base/logger.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import { SYNTHETIC_SOURCE } from '../../../core/data-manager/parquet/month-metadata.ts';
import type { Engine } from '../../../core/index.ts';
import type { LiveSessionConfig } from '../../../core/model/session-config.ts';
import type { SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type { FeedHeader } from '../../contract/batch.ts';
import type { FeedChoice, FeedTruthAnswer, Rehearsal } from '../../contract/live-requests.ts';
import type { Fault } from '../../simulator/fault-plan.ts';
import type { RunHooks, RunToRecord } from '../runs/recorded-run.ts';
import { openBarStore } from '../store/open-bar-store.ts';
import type { StoredRun } from '../runs/stored-run.ts';
import type { StrategySources } from '../strategies/strategy-library.ts';
import {
  alpacaVendor,
  lastTradingDay,
  reopenVendor,
  simulatedVendor,
  type OpenVendor,
} from './live-vendor.ts';
import type { KeySource } from '../thread/key-port.ts';
import { openLive, simulatedStoreFolder, type LiveDay } from './open-live.ts';
import { resumeLive, type LiveResume } from '../runs/run-history.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The parts of a window's engine that a live session needs. */
export interface LineSources {
  /** The calendar of a config's exchange group. */
  readonly calendarOf: Engine['calendarOf'];
  readonly store: WritableBarStore;
  readonly userDir: string;
  readonly env: Environment;
  readonly logger: Logger;
  readonly engineOver: (store: WritableBarStore) => Engine;
  readonly keys: KeySource;
}

/** The recorded part of a live session that is resumed. */
interface ResumedRun extends LiveResume {
  /** The run folder that it continues. */
  readonly folder: string;
  /** The code of users' strategies in that run. */
  readonly strategies: StrategySources;
}

interface LineParts {
  readonly engine: Engine;
  readonly vendor: OpenVendor;
  readonly day: LiveDay;
  readonly fetches: AbortController;
  readonly logger: Logger;
  readonly resumed: ResumedRun | undefined;
}

/** The connection of one live session to its vendor, from the choice of a feed to the end of the day. */
export class LiveConnection {
  readonly engine: Engine;
  /** The recording from before a crash; undefined for a new connection. */
  readonly resumed: ResumedRun | undefined;
  /** True when its data was generated. */
  readonly isSynthetic: boolean;
  readonly #name: string;
  readonly #vendor: OpenVendor;
  readonly #day: LiveDay;
  readonly #fetches: AbortController;
  readonly #logger: Logger;

  private constructor(parts: LineParts) {
    const { on } = parts.vendor.origin;
    this.engine = parts.engine;
    this.resumed = parts.resumed;
    this.isSynthetic = parts.vendor.source === SYNTHETIC_SOURCE;
    this.#name = on.feed === 'sim' ? 'Simulator' : `Alpaca ${on.source.toUpperCase()}`;
    this.#vendor = parts.vendor;
    this.#day = parts.day;
    this.#fetches = parts.fetches;
    this.#logger = parts.logger;
  }

  /** Fails without keys where they are needed, and outside of trading hours. Does not connect yet. */
  static async open(
    sources: LineSources,
    config: LiveSessionConfig,
    choice: FeedChoice,
  ): Promise<Result<LiveConnection>> {
    const opened = await vendorOf(sources, sources.calendarOf(config), choice);
    return opened.ok ? LiveConnection.#over(sources, config, opened.value) : opened;
  }

  /**
   * The connection of a session that a crash cut short, to be resumed in its run folder `folder`: the recorded part is
   * played immediately, then it connects. Fails as `open` does, and for a run that was not live or has ended.
   */
  static async resume(
    sources: LineSources,
    stored: StoredRun,
    folder: string,
  ): Promise<Result<LiveConnection>> {
    const resume = resumeLive(stored);
    if (!resume.ok) return resume;
    const { config, feed } = resume.value;
    const { store, env } = sources;
    const calendar = sources.calendarOf(config);
    const opened = await reopenVendor(feed, { calendar, store, env, keys: () => sources.keys.read() });
    if (!opened.ok) return opened;
    const { strategies } = stored;
    return LiveConnection.#over(sources, config, opened.value, { ...resume.value, folder, strategies });
  }

  static async #over(
    sources: LineSources,
    config: LiveSessionConfig,
    vendor: OpenVendor,
    resumed?: ResumedRun,
  ): Promise<Result<LiveConnection>> {
    const { logger } = sources;
    const calendar = sources.calendarOf(config);
    const store = vendor.source === SYNTHETIC_SOURCE ? ownStore(sources, calendar) : sources.store;
    const fetches = new AbortController();
    const { signal } = fetches;
    const day = openLive({ config, calendar, store, vendor, logger, signal, resume: resumed });
    if (!day.ok) {
      await vendor.close();
      return day;
    }
    const engine = sources.engineOver(store);
    return ok(new LiveConnection({ engine, vendor, day: day.value, fetches, logger, resumed }));
  }

  /** The state of the connection, for all parts of the window. */
  get header(): FeedHeader {
    const { truth } = this.#day.session;
    const { state, reason, sinceMs, lastMessageMs, reconnects, unreadable, asked, granted } = truth;
    const { brokeAtMs, brokeBy } = truth;
    return {
      name: this.#name,
      marketSpeed: this.#vendor.speed,
      simulated: this.#vendor.addFault !== undefined,
      state,
      reason,
      sinceMs,
      lastMessageMs,
      reconnects,
      brokeAtMs,
      brokeBy,
      unreadable,
      asked,
      granted,
    };
  }

  /** The bars that the feed delivered of each symbol so far. */
  get truth(): FeedTruthAnswer {
    const { symbols, refused } = this.#day.session.truth;
    return { now_ms: this.#vendor.time.now(), symbols, refused };
  }

  /** The newest bar of a symbol was sent to the window. */
  noteShown(symbol: string, openMs: number): void {
    this.#day.session.truth.noteShown(symbol, openMs + MINUTE_MS, this.#vendor.time.now());
  }

  /** Causes a fault of a simulated feed. Fails on a real one. */
  rehearse(kind: Rehearsal): Result<null> {
    const { addFault, time } = this.#vendor;
    if (addFault === undefined) return fail('not_allowed', 'Faults can be simulated on the simulator only.');
    addFault(rehearsal(kind, time.now()));
    return ok(null);
  }

  /** The raw frames of the last hours as lines of JSON, without keys. */
  get flight(): string {
    return this.#day.flight();
  }

  /** The parts of this session's run that come from the feed. */
  get recording(): Pick<RunToRecord, 'live' | 'feed'> {
    return { live: this.#day.open, feed: this.#vendor.origin };
  }

  get hooks(): RunHooks {
    return {
      prepare: async (run, folder) => {
        const prepared = await this.#day.prepare(run, folder);
        if (!prepared.ok) await this.end(run);
        return prepared;
      },
      finish: (run) => this.end(run),
    };
  }

  /** Ends the connection and everything that waits for it. */
  disconnect(): void {
    this.#fetches.abort();
    this.#day.close();
  }

  /** Stores the day's bars and disconnects from the vendor. */
  async end(run: SessionRun): Promise<void> {
    const stored = await this.#day.store(run);
    if (!stored.ok) this.#logger.warn("the day's bars are not stored", { reason: stored.failure.message });
    await this.close();
  }

  async close(): Promise<void> {
    this.disconnect();
    await this.#vendor.close();
  }
}

const REHEARSED_SECONDS = 120;
const HALTED_SECONDS = 180;
const LATE_SECONDS = 30;

/** The fault affects bars of the current minute and of the next. */
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
  { store, env, keys }: LineSources,
  calendar: MarketCalendar,
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

/** Generated bars are kept apart from real ones. */
const ownStore = ({ userDir, env }: LineSources, calendar: MarketCalendar): WritableBarStore =>
  openBarStore({ location: simulatedStoreFolder(userDir), calendar, env, userDir });
