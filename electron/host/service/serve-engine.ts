import path from 'node:path';
import { createEngine, type Engine } from '../../../core/index.ts';
import type { Logger } from '../../../core/base/logger.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import { fillEmptyStore } from './fill-empty-store.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import { createUsEquityCalendar } from '../../../core/time-manager/us-equity-calendar.ts';
import { storeCalendar } from '../store/store-calendar.ts';
import type { ClientMessage, EngineMessage } from '../../contract/message.ts';
import type { Port } from '../../contract/port.ts';
import type { RequestName, RequestParams, RequestResults } from '../../contract/requests.ts';
import { checkWindowRequest, sessionHandlers, tradingHandlers, answerSymbol } from './session-handlers.ts';
import { ChartFeeds } from '../publish/chart-feeds.ts';
import { ConfigCatalog } from '../session/config-catalog.ts';
import { ConfigEditor } from './config-editor.ts';
import type { HostedSession } from '../session/hosted-session.ts';
import { ImportService } from '../imports/import-service.ts';
import { openBarStore } from '../store/open-bar-store.ts';
import { Publisher } from '../publish/publisher.ts';
import type { CallWatch } from '../thread/pulse.ts';
import { readCatalog } from './read-catalog.ts';
import { readRecent } from './read-recent.ts';
import { readingHandlers } from './reading-handlers.ts';
import { runHandlers } from './run-handlers.ts';
import { OpenSession } from '../session/open-session.ts';
import { KnownStrategies } from '../strategies/known-strategies.ts';
import { StrategyLibrary } from '../strategies/strategy-library.ts';
import type { Steerable } from './steering.ts';
import { keySource, type KeptKeys } from '../thread/key-port.ts';
import { liveHandlers } from './live-handlers.ts';
import { serveSteering } from './steering-server.ts';
import { createWallClock } from '../thread/wall-clock.ts';
import { WarmUpCache } from '../publish/warm-up-cache.ts';

export interface ServeEngineOptions {
  readonly dataDir: string;
  readonly userDir: string;
  /** Folders of session configs; later ones win. */
  readonly configDirs: readonly string[];
  readonly logger: Logger;
  /** Keys for feeds that the host keeps for its user. */
  readonly keptKeys?: KeptKeys;
  /** The config to open first; the sample week otherwise. */
  readonly configId?: string;
  /** The bundle of the threads that read the bar store. */
  readonly readingEntry?: string;
  /** Called at each call into a user's strategy. */
  readonly calls?: CallWatch;
}

/** The config of a first start: the sample, so that there is something to see without an account or a download. */
const FIRST_CONFIG = 'sample-week';

type Handlers = {
  readonly [N in RequestName]: (params: RequestParams<N>) => Promise<Result<RequestResults[N]>>;
};

/** The server of a window. */
export interface EngineServer {
  /** Receives and sends no more; resolves when the running run is ended and its folder closed. */
  close(): Promise<void>;
}

/** Serves one window: answers its requests and sends it changes, until closed. */
export function serveEngine(
  port: Port<EngineMessage, ClientMessage>,
  options: ServeEngineOptions,
): EngineServer {
  const service = new EngineService(port, options);
  void service.openFirst();
  return service;
}

class EngineService implements EngineServer {
  readonly #port: Port<EngineMessage, ClientMessage>;
  readonly #options: ServeEngineOptions;
  readonly #store: WritableBarStore;
  readonly #engine: Engine;
  readonly #library: StrategyLibrary;
  readonly #catalog: ConfigCatalog;
  readonly #calendar = createUsEquityCalendar();
  readonly #charts: ChartFeeds;
  readonly #editor: ConfigEditor;
  readonly #publisher: Publisher;
  readonly #imports: ImportService;
  readonly #runs: ReturnType<typeof runHandlers>;
  readonly #messages: Disposable;
  readonly #steering: Disposable;
  readonly #reading = new AbortController();
  readonly #keys: ReturnType<typeof keySource>;
  readonly #slot: OpenSession;
  /** Resolves when the store can be read: true when the sample was generated for it, or why it could not be. */
  readonly #ready: Promise<Result<boolean>>;

  constructor(port: Port<EngineMessage, ClientMessage>, options: ServeEngineOptions) {
    this.#port = port;
    this.#options = options;
    const { dataDir: location, userDir, logger, configDirs, readingEntry } = options;
    const opening = { location, calendar: this.#calendar, userDir, signal: this.#reading.signal };
    this.#store = openBarStore({ ...opening, env: process.env, readingEntry });
    this.#library = new StrategyLibrary([path.join(userDir, 'strategies'), ...configDirs], options.calls);
    this.#engine = this.#engineOver(this.#store);
    this.#catalog = new ConfigCatalog(configDirs);
    this.#charts = new ChartFeeds(new WarmUpCache(this.#engine));
    this.#editor = new ConfigEditor(this.#engine, this.#catalog, options.userDir);
    this.#imports = new ImportService({ store: this.#store, calendar: this.#calendar, userDir, logger });
    this.#publisher = new Publisher((batch) => port.post({ kind: 'batch', batch }), this.#charts);
    this.#keys = keySource(process.env, options.keptKeys);
    this.#slot = this.#makeSlot();
    this.#runs = runHandlers({
      runsDir: this.#runsDir,
      current: () => this.#session?.runFolder,
      open: (stored, trust) => this.#slot.replay(stored, trust),
      reveal: (folder) => port.post({ kind: 'reveal', folder }),
    });
    this.#ready = fillEmptyStore(this.#store, this.#calendar, logger);
    this.#steering = serveSteering(this.#steerable(), options.userDir, logger);
    this.#messages = port.onMessage((message) => void this.#receive(message));
  }

  async close(): Promise<void> {
    const closed = this.#slot.close();
    this.#messages[Symbol.dispose]();
    this.#steering[Symbol.dispose]();
    this.#publisher[Symbol.dispose]();
    this.#imports[Symbol.dispose]();
    this.#reading.abort();
    await closed;
  }

  get #session(): HostedSession | undefined {
    return this.#slot.session;
  }

  get #runsDir(): string {
    return path.join(this.#options.userDir, 'runs');
  }

  #engineOver(store: WritableBarStore): Engine {
    const { logger } = this.#options;
    const wall = createWallClock();
    const calendarOf = (group: string): Result<MarketCalendar> => storeCalendar(this.#options.dataDir, group);
    return createEngine({
      findStrategy: this.#library.find,
      store,
      calendar: this.#calendar,
      wall,
      logger,
      calendarOf,
    });
  }

  #makeSlot(): OpenSession {
    const { userDir, logger } = this.#options;
    const known = new KnownStrategies(userDir);
    const parts = { logger, engine: this.#engine, library: this.#library, known };
    return new OpenSession({
      sources: { ...parts, runsDir: this.#runsDir },
      lines: {
        calendarOf: (config) => this.#engine.calendarOf(config),
        store: this.#store,
        userDir,
        env: process.env,
        logger,
        engineOver: (store) => this.#engineOver(store),
        keys: this.#keys,
      },
      catalog: this.#catalog,
      show: (session) => {
        this.#publisher.show(session);
        this.#tellRecent();
      },
    });
  }

  /** The state of the session that is open at the time of the call. */
  #steerable(): Steerable {
    const session = (): HostedSession | undefined => this.#session;
    return {
      get run() {
        return session()?.run;
      },
      feedRecording: () => session()?.line?.flight,
      stepBack: (count) => this.#posting((open) => open.stepBack(count)),
    };
  }

  async openFirst(): Promise<void> {
    await this.#ready;
    const opened = await this.#slot.open(this.#options.configId ?? FIRST_CONFIG, true);
    if (!opened.ok)
      this.#options.logger.warn('the first session could not be opened', { reason: opened.failure.message });
  }

  async #receive(message: ClientMessage): Promise<void> {
    if (message.kind === 'ack') return this.#publisher.acknowledge(message.seq);
    const { id, name, params } = message;
    const result = await this.#answer(name, params);
    if (result.ok) this.#port.post({ kind: 'response', id, ok: true, value: result.value });
    else this.#port.post({ kind: 'response', id, ok: false, failure: result.failure });
  }

  async #answer(name: string, params: unknown): Promise<Result<unknown>> {
    const checked = checkWindowRequest(name, params);
    if (!checked.ok) return checked;
    const { known, values } = checked.value;
    try {
      await this.#ready;
      return await (this.#handlers()[known] as (of: unknown) => Promise<Result<unknown>>)(values);
    } catch (error) {
      this.#options.logger.error('a request broke', {
        name,
        error: error instanceof Error ? error.stack : error,
      });
      return fail('unsupported', `${name} broke: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #handlers = (): Handlers => ({
    ...this.#imports.handlers,
    ...tradingHandlers(() => this.#session),
    ...readingHandlers({
      engine: this.#engine,
      store: this.#store,
      calendar: this.#calendar,
      session: () => this.#session,
    }),
    ...this.#runs,
    ...liveHandlers({ slot: this.#slot, keys: this.#keys, calendar: this.#calendar }),
    ...sessionHandlers({ catalog: this.#catalog, editor: this.#editor, session: () => this.#session }),
    catalog: async () => {
      const started = { unfinished: this.#slot.unfinished, sample: await this.#ready };
      return ok(await readCatalog(this.#store, this.#catalog, this.#library, started));
    },
    ...this.#slot.handlers,
    play: async () => {
      const session = this.#session;
      if (session?.hasEnded === true) return session.restart(true);
      return this.#posting((run) => run.post({ type: 'resume' }));
    },
    pause: () => this.#posting((session) => session.post({ type: 'pause' })),
    step: ({ count }) => this.#posting((session) => session.post({ type: 'step', count })),
    step_back: ({ count }) => this.#posting((session) => session.stepBack(count)),
    run_to: ({ clock_ms }) => this.#posting((session) => session.post({ type: 'run_to', clock_ms })),
    restart: () => this.#posting((session) => session.restart(true)),
    set_speed: ({ multiplier }) => this.#posting((session) => session.setSpeed(multiplier)),
    set_catchup_pace: ({ bars_per_second }) =>
      this.#posting((session) => session.setCatchupPace(bars_per_second)),
    validate_symbol: ({ symbol }) => answerSymbol(this.#engine, this.#session, symbol),
    add_symbol: ({ symbol }) => this.#add(symbol, 'add'),
    upgrade_symbol: ({ symbol }) => this.#add(symbol, 'upgrade'),
    remove_symbol: async ({ symbol }) => {
      const wasFailed = this.#publisher.isFailed(symbol);
      this.#publisher.setPlaceholder(symbol, undefined);
      const removed = await this.#posting((session) => session.post({ type: 'remove', symbol }));
      return wasFailed && !removed.ok ? ok(null) : removed;
    },
    subscribe_charts: async ({ charts }) => {
      this.#charts.subscribe(charts);
      return ok(null);
    },
    watch_rows: async ({ symbols }) => {
      this.#publisher.watchRows(symbols);
      return ok(null);
    },
    snapshot: async () => {
      this.#tellRecent();
      this.#publisher.snapshot();
      return ok(null);
    },
  });

  async #posting(act: (session: HostedSession) => Promise<Result<null>>): Promise<Result<null>> {
    if (this.#session === undefined) return fail('not_allowed', 'No session is open.');
    return act(this.#session);
  }

  #tellRecent(): void {
    this.#port.post({ kind: 'recent', recent: readRecent(this.#runsDir, this.#session?.runFolder) });
  }

  /** Shows the symbol from the first moment: queued, then as the session has it, or failed with the reason. */
  async #add(symbol: string, type: 'add' | 'upgrade'): Promise<Result<null>> {
    if (type === 'add') this.#publisher.setPlaceholder(symbol, { symbol, phase: 'queued', reason: '' });
    const result = await this.#posting((session) => session.post({ type, symbol, added_by: 'user' }));
    const failed = !result.ok && result.failure.code !== 'cancelled' && type === 'add';
    this.#publisher.setPlaceholder(
      symbol,
      failed ? { symbol, phase: 'failed', reason: result.failure.message } : undefined,
    );
    return result;
  }
}
