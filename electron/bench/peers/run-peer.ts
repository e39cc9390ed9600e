import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';

const run = promisify(execFile);

/** The output of a peer's program: processor time of loading and of the run, and a row of results per symbol. */
export interface PeerAnswer {
  readonly load_seconds: number;
  readonly seconds: number;
  readonly results: readonly (readonly number[])[];
}

/** A program that Tapedeck is compared with: the tested version, and its input. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  readonly source: string;
}

/** Runs a peer's program; fails where the peer is not installed in its version. */
export async function runPeer(
  python: string,
  { name, version, source }: Peer,
  args: readonly (string | number)[],
  signal: AbortSignal,
): Promise<Result<PeerAnswer>> {
  const there = await versionOf(python, name, signal);
  signal.throwIfAborted();
  if (there !== version) {
    const what = there === undefined ? 'not installed' : `version ${there} is installed`;
    return fail('unsupported', `${name} ${version}: ${what} in ${python}.`);
  }
  const words = ['-c', source, ...args.map(String)];
  try {
    const { stdout } = await run(python, words, { signal, maxBuffer: 256 * 1024 * 1024 });
    return ok(JSON.parse(stdout) as PeerAnswer);
  } catch (error) {
    signal.throwIfAborted();
    const said = String((error as { stderr?: unknown }).stderr ?? error).trim();
    return fail('unsupported', `${name} ${version} failed: ${said.split('\n').at(-1)}`);
  }
}

async function versionOf(python: string, name: string, signal: AbortSignal): Promise<string | undefined> {
  const words = ['-c', `from importlib.metadata import version; print(version("${name}"))`];
  return run(python, words, { signal }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

/** Columns of all symbols one after another, as the peers' programs read them. */
export function asDoubles(bars: Iterable<ReadonlyBarColumns>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { length, openMs, open, high, low, close, volume } of bars) {
    for (const column of [openMs, open, high, low, close, volume]) {
      parts.push(new Uint8Array(column.slice(0, length).buffer));
    }
  }
  return Buffer.concat(parts);
}
