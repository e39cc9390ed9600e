import type { Logger } from '../../../core/base/logger.ts';
import { ok, type Result } from '../../../core/base/result.ts';
import type { OpenOptions } from '../../../core/index.ts';
import type { SessionConfig } from '../../../core/model/session-config.ts';
import type { PlannedCommand } from '../../../core/session-coordinator/session/command.ts';
import type { LiveConnection } from '../live/live-connection.ts';
import { RecordedRun } from '../runs/recorded-run.ts';
import { freshRunFolder } from '../runs/run-folder.ts';
import type { SessionCode } from '../strategies/session-code.ts';
import type { SessionSources } from './session-sources.ts';

/** A window's session, as far as its next run depends on it. */
interface SessionToPlay {
  readonly configId: string;
  readonly config: SessionConfig;
  readonly line: LiveConnection | undefined;
  /** A recorded live day that plays again. */
  readonly recorded: OpenOptions['live'];
  readonly code: Pick<SessionCode, 'running' | 'isNew'>;
}

interface RunStart {
  readonly planned: readonly PlannedCommand[];
  readonly startPaused: boolean;
  readonly fastForwardUntil: number;
  readonly speed: number | undefined;
}

/** Opens the next run of a session: in a new folder, or in the one of the live day that it resumes. */
export function openRecording(
  { engine, library, known, runsDir }: SessionSources,
  { configId, config, line, recorded, code }: SessionToPlay,
  { planned, startPaused, fastForwardUntil, speed }: RunStart,
): Result<RecordedRun> {
  const strategies = engine.strategies(config, library.findLoadable(code.running, code.isNew));
  if (!strategies.ok) return strategies;
  // A session that is under way continues with code that is silent; its log tells.
  const begins = code.isNew && fastForwardUntil === Number.NEGATIVE_INFINITY;
  const able = begins ? engine.checkStrategies(config, strategies.value) : ok(null);
  if (!able.ok) return able;
  // A run folder with these texts needs no question on this machine.
  known.add(code.running);
  const resumed = line?.resumed?.folder;
  const folder = resumed === undefined ? freshRunFolder(runsDir, configId) : ok(resumed);
  if (!folder.ok) return folder;
  return RecordedRun.open({
    engine,
    config,
    configId,
    sources: code.running,
    folder: folder.value,
    resumes: resumed !== undefined,
    strategies: strategies.value,
    planned,
    startPaused,
    fastForwardUntil,
    ...(speed === undefined ? {} : { speed }),
    ...(recorded === undefined ? {} : { live: recorded }),
    ...line?.recording,
  });
}

/** Plays a run to its end. A window's session continues when it cannot be recorded; the log says so. */
export async function playRecording(
  recording: RecordedRun,
  logger: Logger,
  line: LiveConnection | undefined,
): Promise<void> {
  recording.onFailure(({ message }) => logger.error(message));
  const finished = await recording.play(line?.hooks);
  const problem = finished.ok ? finished.value.problem : undefined;
  if (problem !== undefined) logger.warn('results are missing', { reason: problem });
}
