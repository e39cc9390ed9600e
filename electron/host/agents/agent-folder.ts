import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { RUN_FILES } from '../runs/run-files.ts';

/** The places that an agent may name things in: the user's runs and configs to read, and one folder of its own to write. */
export interface AgentPlaces {
  readonly own: string;
  readonly runs: string;
  /** Folders of session configs, the first wins. */
  readonly configs: readonly string[];
}

const NAME = /^[A-Za-z0-9][\w.-]{0,100}$/;
const STRATEGY_BYTES = 200_000;

/** Where a run or a sweep is that an agent names: in its own folder, then among the user's runs. No path is taken. */
export function findRun({ own, runs }: AgentPlaces, name: string): Result<string> {
  if (!NAME.test(name)) return fail('bad_usage', `"${name}" is no name of a run; paths are not accepted.`);
  for (const folder of [own, runs]) {
    const place = path.join(folder, name);
    if (existsSync(place) && realpathSync(place).startsWith(realpathSync(folder) + path.sep))
      return ok(place);
  }
  return fail('missing_file', `There is no run or sweep "${name}". The tool runs lists them.`);
}

/** The file of a session config that an agent names, with or without its ending. */
export function findConfig({ configs }: AgentPlaces, name: string): Result<string> {
  if (!NAME.test(name)) return fail('bad_usage', `"${name}" is no name of a config; paths are not accepted.`);
  const file = name.endsWith('.json') ? name : `${name}.json`;
  const found = configs.map((folder) => path.join(folder, file)).find((place) => existsSync(place));
  return found === undefined
    ? fail('missing_file', `There is no config "${name}"; known here: ${configNames(configs)}.`)
    : ok(found);
}

export const configNames = (configs: readonly string[]): string =>
  [...new Set(configs.flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : [])))]
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5))
    .sort()
    .join(', ');

/** Runs and sweeps, newest name first, without anything that is neither. */
export function listRuns({
  own,
  runs,
}: AgentPlaces): readonly { readonly name: string; readonly kind: string }[] {
  return [own, runs].flatMap((folder) =>
    (existsSync(folder) ? readdirSync(folder).sort().reverse() : []).flatMap((name) => {
      if (existsSync(path.join(folder, name, RUN_FILES.journal))) return [{ name, kind: 'run' }];
      return existsSync(path.join(folder, name, 'sweep.json')) ? [{ name, kind: 'sweep' }] : [];
    }),
  );
}

/** A free folder for a new run of an agent. Fails where the name is taken: an agent replaces nothing. */
export function newPlace({ own }: AgentPlaces, name: string): Result<string> {
  if (!NAME.test(name)) return fail('bad_usage', `"${name}" is no name: letters, digits, dots and dashes.`);
  const place = path.join(own, name);
  if (existsSync(place)) return fail('bad_usage', `${name} exists already; name another.`);
  mkdirSync(own, { recursive: true });
  return ok(place);
}

/** Writes the text of a strategy into the agent's folder, marked as an agent's. Returns its file. */
export function writeStrategy({ own }: AgentPlaces, name: string, text: string): Result<string> {
  if (!/^[a-z][a-z0-9-]{0,60}$/.test(name))
    return fail('bad_usage', `"${name}" is no name of a strategy: small letters, digits, dashes.`);
  if (text.length > STRATEGY_BYTES) return fail('bad_usage', 'The text is longer than 200,000 characters.');
  mkdirSync(own, { recursive: true });
  const file = path.join(own, `agent-${name}.ts`);
  writeFileSync(file, `// Written by an agent.\n${text}`);
  return ok(file);
}

/** SHA-256 of config, journal and event log, with which anyone can verify statements about a run. */
export function runHash(folder: string): string {
  const hash = createHash('sha256');
  for (const name of [RUN_FILES.config, RUN_FILES.journal, RUN_FILES.events]) {
    const file = path.join(folder, name);
    hash.update(`${name}\n`).update(existsSync(file) ? readFileSync(file) : '');
  }
  return hash.digest('hex');
}
