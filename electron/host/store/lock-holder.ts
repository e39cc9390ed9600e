import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from './file-failures.ts';

/** The holder of a lock, as its file names it. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** Wall time, UTC epoch ms: for people, and for locks of other machines. Clocks jump. */
  readonly since: number;
  /** Distinguishes the process from a later one with the same number; absent where the system does not report it. */
  readonly started?: string;
}

export function thisProcess(): LockHolder {
  const started = startOf(process.pid);
  return {
    pid: process.pid,
    host: hostname(),
    since: Date.now(),
    ...(started === undefined ? {} : { started }),
  };
}

/** Undefined for a text without a holder. */
export function parseHolder(text: string): LockHolder | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isHolder(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const isHolder = (value: unknown): value is LockHolder =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as LockHolder).pid === 'number' &&
  typeof (value as LockHolder).host === 'string' &&
  typeof (value as LockHolder).since === 'number';

/** `gone`: its process no longer runs. `unknown`: on another machine, or where a number alone cannot decide. */
export function stateOf({ pid, host, started }: LockHolder): 'alive' | 'gone' | 'unknown' {
  if (host !== hostname()) return 'unknown';
  if (!isProcess(pid)) return 'gone';
  const now = statOf(pid);
  if (now !== undefined && ENDED.has(now.state)) return 'gone';
  if (started === undefined || now === undefined) return 'unknown';
  return now.started === started ? 'alive' : 'gone';
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** States of a process that has ended and that its parent has not looked at yet: it answers signals and writes nothing. */
const ENDED: ReadonlySet<string> = new Set(['Z', 'X']);

interface ProcessStat {
  readonly state: string;
  /** Clock ticks since boot at which the process began. */
  readonly started: string;
}

const startOf = (pid: number): string | undefined => statOf(pid)?.started;

/** State and start of a process: the 3rd and 22nd field of /proc/PID/stat (proc(5)); undefined where the system has none. */
function statOf(pid: number): ProcessStat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0], fields[19]];
    return state === undefined || started === undefined ? undefined : { state, started };
  } catch {
    return undefined;
  }
}
