import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { parseSessionConfig } from '../../../core/model/parse-session-config.ts';
import { isBundle, readBundle, unpackBundle } from '../../host/bundles/bundle-file.ts';
import { FOR_LIST, FOR_REPLAY, readBounded } from '../../host/runs/read-bounded.ts';
import { readRunFolder } from '../../host/runs/stored-run.ts';
import { CONFIG_ENDING, type Asked } from './asked-to-open.ts';

type Opened = Extract<Asked, { kind: 'session' | 'run' }>;

/**
 * Copies a session config, a run folder or a bundle of a run into the user's folder, where the engine finds it, and returns its name
 * there. Existing files stay; another of the same name gets a number. Fails with `bad_config`, `bad_file`,
 * `damaged_file`, `missing_file` and `not_writable`.
 */
export function takeIn(place: string, userDir: string): Result<Opened> {
  try {
    if (isBundle(place)) return takeBundle(place, path.join(userDir, 'runs'));
    return statSync(place).isDirectory()
      ? takeRun(place, path.join(userDir, 'runs'))
      : takeConfig(place, path.join(userDir, 'session_configs'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('missing_file', `${place} cannot be opened: ${reason}`);
  }
}

function takeConfig(file: string, folder: string): Result<Opened> {
  const text = readBounded(file, FOR_LIST);
  const parsed = parseSessionConfig(text);
  if (!parsed.ok) return fail('bad_config', `${file} is not a session config: ${parsed.failure.message}`);
  const isSame = (there: string): boolean => readFileSync(there, 'utf8') === text;
  const config_id = freeName(
    plainName(path.basename(file, CONFIG_ENDING)),
    (name) => path.join(folder, `${name}.json`),
    isSame,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${config_id}.json`), text);
  return ok({ kind: 'session', config_id });
}

/** The files that a replay needs. */
const playedBy = (folder: string): string =>
  ['session.json', 'journal.jsonl']
    .map((name) => readBounded(path.join(folder, name), FOR_REPLAY))
    .join('\n');

function takeRun(folder: string, runsDir: string): Result<Opened> {
  const run = readRunFolder(folder);
  if (!run.ok) return run;
  if (path.dirname(folder) === runsDir) return ok({ kind: 'run', run_id: path.basename(folder) });
  const isSame = (there: string): boolean => playedBy(there) === playedBy(folder);
  const run_id = freeName(plainName(path.basename(folder)), (name) => path.join(runsDir, name), isSame);
  if (!existsSync(path.join(runsDir, run_id)))
    cpSync(folder, path.join(runsDir, run_id), { recursive: true, filter: isPlain });
  return ok({ kind: 'run', run_id });
}

/** A run folder holds files and folders: links, pipes and devices stay outside, and so does a lock. */
function isPlain(place: string): boolean {
  const found = lstatSync(place);
  return (found.isFile() || found.isDirectory()) && path.basename(place) !== 'run.lock';
}

/** Checks every file of a bundle before anything is written; its strategies do not run. */
function takeBundle(file: string, runsDir: string): Result<Opened> {
  const bundle = readBundle(file);
  if (!bundle.ok) return bundle;
  const { files } = bundle.value;
  const played = ['session.json', 'journal.jsonl'].map((name) =>
    Buffer.from(files.get(name) ?? []).toString(),
  );
  const isSame = (there: string): boolean => playedBy(there) === played.join('\n');
  const name = plainName(path.basename(file, CONFIG_ENDING));
  const run_id = freeName(name, (each) => path.join(runsDir, each), isSame);
  if (existsSync(path.join(runsDir, run_id))) return ok({ kind: 'run', run_id });
  const unpacked = unpackBundle(bundle.value, path.join(runsDir, run_id));
  return unpacked.ok ? ok({ kind: 'run', run_id }) : unpacked;
}

/** The name, or the first numbered name that is free or has the same content. */
function freeName(
  name: string,
  placeOf: (name: string) => string,
  isSame: (place: string) => boolean,
): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    const place = placeOf(candidate);
    if (!existsSync(place) || isSame(place)) return candidate;
  }
}

const plainName = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+/, '') || 'opened';
