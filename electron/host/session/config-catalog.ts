import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { parseSessionConfig } from '../../../core/model/parse-session-config.ts';
import type { SessionConfig } from '../../../core/model/session-config.ts';
import type { CatalogConfig } from '../../contract/requests.ts';

/** Session configs of the program and of the user, found by an id that is not a path: a window never names a file. */
export class ConfigCatalog {
  readonly #folders: readonly string[];

  /** Later folders win over earlier ones where names are equal. */
  constructor(folders: readonly string[]) {
    this.#folders = folders;
  }

  async list(): Promise<readonly CatalogConfig[]> {
    const files = await this.#files();
    return Promise.all([...files].map(([id, file]) => describeConfig(id, file)));
  }

  async read(id: string): Promise<Result<SessionConfig>> {
    const file = (await this.#files()).get(id);
    if (file === undefined) return fail('missing_file', `There is no session config “${id}”.`);
    return readConfig(file);
  }

  /** The file as its author wrote it. */
  async readText(id: string): Promise<Result<string>> {
    const file = (await this.#files()).get(id);
    if (file === undefined) return fail('missing_file', `There is no session config “${id}”.`);
    return readFile(file, 'utf8').then(
      (text) => ok(text),
      (error: Error) => fail('missing_file', `${path.basename(file)}: ${error.message}`),
    );
  }

  async #files(): Promise<ReadonlyMap<string, string>> {
    const files = new Map<string, string>();
    for (const folder of this.#folders) {
      const names = await readdir(folder).catch((): string[] => []);
      for (const name of names.sort()) {
        if (name.endsWith('.json')) files.set(name.slice(0, -'.json'.length), path.join(folder, name));
      }
    }
    return files;
  }
}

async function readConfig(file: string): Promise<Result<SessionConfig>> {
  try {
    const parsed = parseSessionConfig(await readFile(file, 'utf8'));
    return parsed.ok ? parsed : fail('bad_config', `${path.basename(file)}: ${parsed.failure.message}`);
  } catch (error) {
    return fail(
      'missing_file',
      `${path.basename(file)}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function describeConfig(id: string, file: string): Promise<CatalogConfig> {
  const read = await readConfig(file);
  if (!read.ok) {
    return {
      config_id: id,
      session_name: id,
      description: '',
      mode: 'backtest',
      start_date: null,
      end_date: null,
      group: 'US_EQUITY',
      symbols: [],
      problem: read.failure.message,
    };
  }
  const config = read.value;
  const dates = config.mode === 'backtest' ? config.backtest_config : undefined;
  return {
    config_id: id,
    session_name: config.session_name,
    description: config.metadata.description,
    mode: config.mode,
    start_date: dates?.start_date ?? null,
    end_date: dates?.end_date ?? null,
    group: config.exchange_group,
    symbols: config.session_data_config.symbols,
    problem: null,
  };
}
