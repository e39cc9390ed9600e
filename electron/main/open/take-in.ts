import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { parseSessionConfig } from '../../../core/model/parse-session-config.ts';
import { readRunFolder } from '../../host/runs/stored-run.ts';
import { CONFIG_ENDING, type Asked } from './asked-to-open.ts';

type Opened = Extract<Asked, { kind: 'session' | 'run' }>;

/**
 * Takes a session config or a run folder of the user's into the user's folder, where the engine finds it, and says what it is
 * called there. What is there already stays; another of the same name gets a number. Fails with `bad_config`,
 * `missing_file` and `not_writable`.
 */
export function takeIn(place: string, userDir: string): Result<Opened> {
  try {
    return statSync(place).isDirectory()
      ? takeRun(place, path.join(userDir, 'runs'))
      : takeConfig(place, path.join(userDir, 'session_configs'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('missing_file', `${place} cannot be opened: ${reason}`);
  }
}

function takeConfig(file: string, folder: string): Result<Opened> {
  const text = readFileSync(file, 'utf8');
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

/** What a replay of it would be of. */
const playedBy = (folder: string): string =>
  ['session.json', 'journal.jsonl'].map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');

function takeRun(folder: string, runsDir: string): Result<Opened> {
  const run = readRunFolder(folder);
  if (!run.ok) return run;
  if (path.dirname(folder) === runsDir) return ok({ kind: 'run', run_id: path.basename(folder) });
  const isSame = (there: string): boolean => playedBy(there) === playedBy(folder);
  const run_id = freeName(plainName(path.basename(folder)), (name) => path.join(runsDir, name), isSame);
  if (!existsSync(path.join(runsDir, run_id)))
    cpSync(folder, path.join(runsDir, run_id), { recursive: true });
  return ok({ kind: 'run', run_id });
}

/** The name, or with a number the first that is free or stands for the same. */
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
