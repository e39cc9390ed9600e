import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { FOR_LIST, readBounded } from '../runs/read-bounded.ts';
import type { Recent, RecentRun, RecentSession } from '../../contract/recent.ts';

/** Number of entries of each kind. */
const MOST = 5;
/** Number of folders that are read for them. */
const FOLDERS = 30;

interface Head extends RecentRun {
  /** Null for a run of the command line. */
  readonly config_id: string | null;
}

/**
 * The recent runs, from the folders under `runsDir`; `current`, the running one, is not a past run. Reads two small
 * files per folder.
 */
export function readRecent(runsDir: string, current: string | undefined): Recent {
  const names = existsSync(runsDir) ? readdirSync(runsDir).sort().reverse() : [];
  const heads = names.slice(0, FOLDERS).flatMap((id) => readHead(runsDir, id) ?? []);
  const sessions = new Map<string, RecentSession>();
  for (const { config_id, session_name } of heads) {
    if (config_id !== null && !sessions.has(config_id)) sessions.set(config_id, { config_id, session_name });
  }
  return {
    sessions: [...sessions.values()].slice(0, MOST),
    runs: heads
      .filter(({ run_id }) => path.join(runsDir, run_id) !== current)
      .slice(0, MOST)
      .map(({ run_id, session_name, started_ms }) => ({ run_id, session_name, started_ms })),
  };
}

/** Undefined for a folder without a run. */
function readHead(runsDir: string, run_id: string): Head | undefined {
  const folder = path.join(runsDir, run_id);
  const config = path.join(folder, 'session.json');
  try {
    const { session_name } = readObject(config);
    const { config_id } = readObject(path.join(folder, 'plan.json'));
    if (typeof session_name !== 'string') return undefined;
    return {
      run_id,
      session_name,
      started_ms: statSync(config).mtimeMs,
      config_id: typeof config_id === 'string' ? config_id : null,
    };
  } catch {
    return undefined;
  }
}

const readObject = (file: string): Record<string, unknown> =>
  JSON.parse(readBounded(file, FOR_LIST)) as Record<string, unknown>;
