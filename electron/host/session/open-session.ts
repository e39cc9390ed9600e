import path from 'node:path';
import { fail, ok, type Failure, type Result } from '../../../core/base/result.ts';
import type { LiveSessionConfig, SessionConfig } from '../../../core/model/session-config.ts';
import type { FeedChoice } from '../../contract/live-requests.ts';
import type { RequestParams, UnfinishedRun } from '../../contract/requests.ts';
import type { ConfigCatalog } from './config-catalog.ts';
import { HostedSession } from './hosted-session.ts';
import { LiveConnection, type LineSources } from '../live/live-connection.ts';
import { writerOf } from '../runs/run-lock.ts';
import { findUnfinished, isEnded, settleRun, type StoredRun } from '../runs/stored-run.ts';
import { checkRules, describeUnfinished } from '../runs/run-history.ts';
import type { SessionSources } from './session-sources.ts';

interface Parts {
  readonly sources: SessionSources;
  readonly lines: LineSources;
  readonly catalog: ConfigCatalog;
  /** Shows the session that replaced the one before. */
  readonly show: (session: HostedSession) => void;
}

/** Default of a simulated market: it begins some time into the morning, and a minute takes a second. */
const SIMULATED: FeedChoice = { feed: 'sim', speed: 60, at: '10:00' };
const ALPACA: FeedChoice = { feed: 'alpaca', source: 'iex' };

/** Today in place of a backtest's days; symbols, streams, indicators and strategies are those of the config. */
function asLive(config: SessionConfig, { feed }: FeedChoice): LiveSessionConfig {
  if (config.mode === 'live') return { ...config, live_config: { ...config.live_config, feed } };
  const { backtest_config: _days, ...rest } = config;
  return { ...rest, mode: 'live', live_config: { feed } };
}

const LIVE_AS_IT_WAS = fail(
  'not_allowed',
  'A live session resumes with all its strategies.',
  'Take the strategy out of the config, dismiss this run, and go live again: today comes from the history.',
);

/** Another window, or the command line, may have resumed a run since it was found. */
const whyTaken = (folder: string): Failure | undefined =>
  isEnded(folder) ? fail('not_allowed', 'That run has been resumed elsewhere.').failure : writerOf(folder);

/** The one session that a window has open: opens another in its place, and closes the one before properly. */
export class OpenSession {
  readonly #parts: Parts;
  #session: HostedSession | undefined;
  #closed = false;
  /** The runs that a crash left behind before this engine started. */
  #crashed: ReturnType<typeof findUnfinished>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#crashed = findUnfinished(parts.sources.runsDir);
  }

  readonly handlers = {
    settle_unfinished: (params: RequestParams<'settle_unfinished'>): Promise<Result<null>> =>
      this.#settleUnfinished(params),
    open_session: ({ config_id, play }: RequestParams<'open_session'>): Promise<Result<null>> =>
      this.open(config_id, play),
  };

  get session(): HostedSession | undefined {
    return this.#session;
  }

  get unfinished(): UnfinishedRun | null {
    return this.#crashed === undefined ? null : describeUnfinished(this.#crashed);
  }

  /** A config of the catalog; one of mode `live` on the feed that it names. */
  async open(configId: string, play: boolean): Promise<Result<null>> {
    const config = await this.#parts.catalog.read(configId);
    if (!config.ok) return config;
    if (config.value.mode === 'live') {
      const on = config.value.live_config.feed === 'alpaca' ? ALPACA : SIMULATED;
      return this.#openLive(configId, config.value, on);
    }
    return this.#replace(() => HostedSession.open(this.#parts.sources, configId, config.value, play));
  }

  async openLive(configId: string, on: FeedChoice): Promise<Result<null>> {
    const config = await this.#parts.catalog.read(configId);
    return config.ok ? this.#openLive(configId, asLive(config.value, on), on) : config;
  }

  /** Fails with `untrusted_code` for strategies that this user has not run, unless the user trusts them. */
  async replay(stored: StoredRun, trust: boolean): Promise<Result<null>> {
    const admitted = this.#parts.sources.known.admit(stored.strategies, trust);
    if (!admitted.ok) return admitted;
    return this.#replace(() => HostedSession.replay(this.#parts.sources, stored));
  }

  async #settleUnfinished({
    run_id: id,
    pick_up: pickUp,
    without,
    trust,
  }: RequestParams<'settle_unfinished'>): Promise<Result<null>> {
    const found = this.#crashed;
    if (found?.id !== id) return fail('missing_file', 'That run is not waiting to be resumed.');
    const { sources } = this.#parts;
    const folder = path.join(sources.runsDir, id);
    const failure = whyTaken(folder);
    if (failure !== undefined) return { ok: false, failure };
    const isLive = found.run.plan.live_feed !== undefined;
    if (isLive && without !== undefined) return LIVE_AS_IT_WAS;
    if (pickUp) {
      const admitted = sources.known.admit(found.run.strategies, trust === true);
      if (!admitted.ok) return admitted;
      const mayResume = checkRules(
        found.run,
        'Discard it and open its session again: it starts from the open.',
      );
      if (!mayResume.ok) return mayResume;
      const opened = isLive
        ? await this.#goOn(found.run, folder)
        : await this.#replace(() => HostedSession.resume(sources, found.run, without));
      if (!opened.ok) return opened;
    }
    // A live day continues in its own folder, where another crash finds it.
    if (!isLive || !pickUp) settleRun(folder, pickUp ? 'picked_up' : 'dismissed');
    this.#crashed = undefined;
    return ok(null);
  }

  async #goOn(run: StoredRun, folder: string): Promise<Result<null>> {
    const line = await LiveConnection.resume(this.#parts.lines, run, folder);
    return line.ok ? this.#showLine(run.plan.config_id ?? '', run.config, line.value) : line;
  }

  /** Opens nothing more; resolves when the running run is ended and its folder closed. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#session?.close('the window was closed');
  }

  async #openLive(configId: string, config: LiveSessionConfig, on: FeedChoice): Promise<Result<null>> {
    const line = await LiveConnection.open(this.#parts.lines, config, on);
    return line.ok ? this.#showLine(configId, config, line.value) : line;
  }

  async #showLine(configId: string, config: SessionConfig, line: LiveConnection): Promise<Result<null>> {
    const opened = await this.#replace(() => HostedSession.live(this.#parts.sources, configId, config, line));
    if (!opened.ok) await line.close();
    return opened;
  }

  async #replace(open: () => Result<HostedSession>): Promise<Result<null>> {
    await this.#session?.close('another session was opened');
    if (this.#closed) return fail('cancelled', 'The window was closed.');
    const opened = open();
    if (!opened.ok) return opened;
    this.#session = opened.value;
    this.#parts.show(opened.value);
    return ok(null);
  }
}
