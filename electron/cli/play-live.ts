import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { silentLogger } from '../../core/base/logger.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { replayFlight } from '../../core/live-feed/flight-recorder.ts';
import type { LiveSessionConfig } from '../../core/model/session-config.ts';
import type { SessionRun } from '../../core/session-coordinator/session/session-run.ts';
import { alpacaKeys } from '../host/store/alpaca-access.ts';
import { reopenVendor, type OpenVendor } from '../host/live/live-vendor.ts';
import { openLive, simulatedStoreFolder, type LiveDay } from '../host/live/open-live.ts';
import { resumeLive, type LiveResume } from '../host/runs/run-history.ts';
import { readRunFolder } from '../host/runs/stored-run.ts';
import type { StrategySources } from '../host/strategies/strategy-library.ts';
import { userFolder } from '../host/program/user-folders.ts';
import { admitStrategies } from './admit-strategies.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { interrupted } from './interrupted.ts';
import { printFailure } from './failures.ts';
import { openSources, type Sources, type StrategyPlaces } from './open-sources.ts';
import { playOnTerminal } from './play-run.ts';
import { report } from './run-command.ts';

export interface LivePlay {
  readonly config: LiveSessionConfig;
  readonly sources: Sources;
  /** Closed when the session is over. */
  readonly vendor: OpenVendor;
  readonly folder: string;
  /** Replaces an older run in the folder. */
  readonly force?: boolean;
  readonly places?: StrategyPlaces;
  readonly json: boolean;
  /** The recorded part of a day that is resumed, and the code of users' strategies that it ran. */
  readonly resume?: LiveResume;
  readonly strategies?: StrategySources;
}

/** Plays a live day to its close, into a run folder and the bar store. */
export async function playLive(play: LivePlay, io: CommandIo): Promise<number> {
  const { config, vendor } = play;
  // Generated bars are kept apart from real ones.
  const own = vendor.source === 'synthetic' ? simulatedStoreFolder(userFolder(io.env)) : undefined;
  const opened =
    own === undefined
      ? ok(play.sources)
      : openSources(own, io, config.exchange_group, silentLogger, play.places);
  if (!opened.ok) return printFailure(io, opened.failure);
  const code = await playOver(opened.value, play, io);
  await vendor.close();
  return code;
}

async function playOver(sources: Sources, play: LivePlay, io: CommandIo): Promise<number> {
  const { config, vendor, folder, resume, json } = play;
  const { calendar, store } = sources;
  const logger = warnings(io);
  const live = openLive({
    config,
    calendar,
    store,
    vendor,
    logger,
    signal: io.signal,
    resume,
  });
  if (!live.ok) return printFailure(io, live.failure);
  const day = live.value;
  const name = vendor.source === undefined ? 'the simulator over the store' : vendor.source;
  const account = config.api_config.trade_api === 'simulated' ? 'simulated account' : 'Alpaca paper account';
  io.stderr(`live on ${name}, ${day.open.day}, ${account}\n`);
  const played = await playOnTerminal(
    {
      config,
      sources,
      folder,
      force: play.force === true,
      planned: resume?.history.commands ?? [],
      exportsAt: resume?.history.exportsAt ?? [],
      fastForwardUntil: resume?.history.reachedAt ?? Number.NEGATIVE_INFINITY,
      resumes: resume !== undefined,
      live: day.open,
      liveFeed: vendor.origin,
      ...(play.strategies === undefined ? {} : { strategies: play.strategies }),
      feedRecording: () => day.flight(),
      prepare: (run) => whileWaiting(day, io, () => day.prepare(run, path.resolve(io.cwd, folder))),
      finish: (run) => storeDay(day, run, io),
    },
    io,
  );
  day.close();
  if (!played.ok) return printFailure(io, played.failure);
  if (!json) io.stdout(truthText(day));
  return report(played.value, calendar, json, io);
}

const WAITING_EVERY_MS = 2_500;

/** Connects, and says every few seconds how far it is and why it waits. Ctrl-C ends the wait at once. */
async function whileWaiting(
  { session }: LiveDay,
  io: CommandIo,
  connect: () => Promise<Result<void>>,
): Promise<Result<void>> {
  const timer = setInterval(() => io.stderr(`${waitingText(session)}\n`), WAITING_EVERY_MS);
  try {
    return await Promise.race([connect(), interruption(io.signal)]);
  } finally {
    clearInterval(timer);
  }
}

async function interruption(signal: AbortSignal): Promise<Result<void>> {
  await interrupted(signal);
  return fail('cancelled', 'Interrupted before the feed was connected.');
}

const WAITING_WORDS = {
  connecting: 'connecting to the feed',
  streaming: 'connected; waiting for the subscription and the bars of today',
  waiting: 'the feed is not reached; trying again',
  failed: 'the feed refuses',
  stopped: 'the feed is closed',
} as const;

function waitingText({ truth: { state, reason, asked, brokeBy } }: LiveDay['session']): string {
  const why = reason === '' ? (brokeBy ?? '') : reason;
  const of = asked === 0 ? '' : ` (${asked} symbols asked for)`;
  return `${WAITING_WORDS[state]}${of}${why === '' ? '' : `: ${why}`}`;
}

/** Before the run counts as ended: if the process is killed in between, a resumed run comes here again. */
async function storeDay(day: LiveDay, run: SessionRun, io: CommandIo): Promise<void> {
  const stored = await day.store(run);
  if (!stored.ok) printFailure(io, stored.failure);
}

/**
 * Plays the frames of a recording through the state machine of this program, and reports whether it acts as recorded.
 */
export async function checkFeedRecording(name: string, io: CommandIo): Promise<number> {
  const text = await readFile(path.resolve(io.cwd, name), 'utf8').catch((error: Error) => error);
  if (text instanceof Error) {
    return printFailure(io, fail('missing_file', `${name} cannot be read: ${text.message}`).failure);
  }
  const replayed = replayFlight(text);
  if (!replayed.ok) return printFailure(io, replayed.failure);
  const { played, differs } = replayed.value;
  if (differs === undefined) {
    io.stdout(`the line does what it did, over ${played} entries\n`);
    return EXIT.done;
  }
  io.stdout(
    `line ${differs.line}: it did ${differs.did.join(', ') || 'nothing'}, it does ${differs.does.join(', ') || 'nothing'}\n`,
  );
  return EXIT.failed;
}

/** Resumes a live day that a crash cut short, in its own run folder. */
export async function resumeLiveRun(
  name: string,
  {
    data,
    json,
    trust,
  }: { readonly data: string | undefined; readonly json: boolean; readonly trust: boolean },
  io: CommandIo,
): Promise<number> {
  const folder = path.resolve(io.cwd, name);
  const stored = readRunFolder(folder);
  if (!stored.ok) return printFailure(io, stored.failure);
  const admitted = await admitStrategies(stored.value.strategies, trust, io);
  if (!admitted.ok) return printFailure(io, admitted.failure);
  const resume = resumeLive(stored.value);
  if (!resume.ok) {
    io.stderr(
      `${name}: ${resume.failure.message}\n${resume.failure.hint === undefined ? '' : `${resume.failure.hint}\n`}`,
    );
    return EXIT.failed;
  }
  const { config, feed, history } = resume.value;
  const { reachedAt } = history;
  const sources = openSources(data, io, config.exchange_group, silentLogger);
  if (!sources.ok) return printFailure(io, sources.failure);
  const { calendar, store } = sources.value;
  const keys = () => Promise.resolve(alpacaKeys(io.env));
  const vendor = await reopenVendor(feed, { calendar, store, env: io.env, keys });
  if (!vendor.ok) return printFailure(io, vendor.failure);
  if (reachedAt > 0) {
    io.stderr(`it stood at ${calendar.civilDayOf(reachedAt)} ${calendar.wallClockOf(reachedAt)}\n`);
  }
  return playLive(
    {
      config,
      sources: sources.value,
      vendor: vendor.value,
      folder,
      json,
      resume: resume.value,
      strategies: stored.value.strategies,
    },
    io,
  );
}

function truthText({ session }: LiveDay): string {
  const { symbols, reconnects, unreadable, refused } = session.truth;
  const lines = symbols.map(
    ({ symbol, received, latencySumMs, worstLatencyMs, late, corrected, duplicated, filled }) =>
      `  ${symbol.padEnd(6)} ${received} bars, ${Math.round(latencySumMs / Math.max(1, received))} ms after their close ` +
      `(worst ${worstLatencyMs}), ${late} late, ${corrected} corrected, ${duplicated} twice, ${filled} from the history`,
  );
  for (const { symbol, reason } of refused) lines.push(`  ${symbol.padEnd(6)} refused: ${reason}`);
  return `feed: ${reconnects} reconnects, ${unreadable} unreadable messages\n${lines.join('\n')}\n`;
}

const warnings = (io: CommandIo): typeof silentLogger => ({
  ...silentLogger,
  warn: (message, fields) =>
    io.stderr(`warning: ${message}${fields === undefined ? '' : ` ${JSON.stringify(fields)}`}\n`),
});
