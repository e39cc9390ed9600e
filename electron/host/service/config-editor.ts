import { access } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { Engine } from '../../../core/index.ts';
import {
  checkSessionConfig,
  parseSessionConfig,
  type ConfigProblem,
} from '../../../core/model/parse-session-config.ts';
import type { SavedConfig } from '../../contract/session-requests.ts';
import type { ConfigCatalog } from '../session/config-catalog.ts';
import { createNodeFiles } from '../store/node-files.ts';

/** Checks session configs while they are edited, and keeps the user's own. */
export class ConfigEditor {
  readonly #engine: Pick<Engine, 'check'>;
  readonly #catalog: ConfigCatalog;
  readonly #folder: string;
  readonly #files = createNodeFiles();

  constructor(engine: Pick<Engine, 'check'>, catalog: ConfigCatalog, userDir: string) {
    this.#engine = engine;
    this.#catalog = catalog;
    this.#folder = path.join(userDir, 'session_configs');
  }

  /** Every error in a config's text, each with its path. */
  check(text: string): readonly ConfigProblem[] {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      const parsed = parseSessionConfig(text);
      return parsed.ok ? [] : [{ path: '', message: parsed.failure.message }];
    }
    const checked = checkSessionConfig(value);
    if ('problems' in checked) return checked.problems;
    const sound = this.#engine.check(checked.config);
    return sound.ok ? [] : [placed(sound.failure.message)];
  }

  /**
   * Written completely or not at all. An existing config with the same id, shipped or own, is replaced only on request.
   */
  async save(id: string, text: string, overwrite: boolean): Promise<Result<SavedConfig>> {
    const [problem] = this.check(text);
    if (problem !== undefined) return fail('bad_config', `${problem.path}: ${problem.message}`);
    if (!overwrite && (await this.#isTaken(id))) return ok({ config_id: id, saved: false });
    const file = path.join(this.#folder, `${id}.json`);
    const beside = `${file}.${this.#files.uniqueName()}`;
    const pretty = `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
    const written = await this.#files.writeNew(beside, new TextEncoder().encode(pretty));
    const replaced = written.ok ? await this.#files.replace(beside, file) : written;
    return replaced.ok ? ok({ config_id: id, saved: true }) : replaced;
  }

  async #isTaken(id: string): Promise<boolean> {
    const own = await access(path.join(this.#folder, `${id}.json`)).then(
      () => true,
      () => false,
    );
    return own || (await this.#catalog.list()).some(({ config_id }) => config_id === id);
  }
}

/** The engine's sentence begins with the path that it concerns, where there is one. */
function placed(message: string): ConfigProblem {
  const [, at, rest] = /^([a-z_]+(?:\.\w+)+): (.*)$/s.exec(message) ?? [];
  if (at !== undefined && rest !== undefined) return { path: at, message: rest };
  if (message.includes('no trading day')) return { path: 'backtest_config.start_date', message };
  return { path: '', message };
}
