import { StrategyError } from '../../../core/analysis-engine/strategy.ts';
import type { StrategyKind, StrategyRole } from '../../../core/analysis-engine/strategy-kind.ts';
import { ok, fail, type Result } from '../../../core/base/result.ts';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { BUILT_IN } from '../../../core/analysis-engine/built-in/catalog.ts';
import type { FindStrategy } from '../../../core/analysis-engine/strategies-of.ts';
import type { SessionConfig } from '../../../core/model/session-config.ts';
import type { CallWatch } from '../thread/pulse.ts';
import { ScriptCache } from './script-cache.ts';
import { isFileWithin, isStrategyFile, readStrategySource, type StrategySource } from './strategy-source.ts';
import { userStrategyKind } from './user-strategy-kind.ts';

/**
 * Replaces a file that cannot be loaded: it is stopped when the first day begins, so that the session's log has the
 * reason, and the session continues.
 */
const unloadableStrategy = (name: string, role: StrategyRole, reason: string): StrategyKind => ({
  name,
  role,
  description: reason,
  parameters: [],
  create: (_given, label) =>
    ok({
      name: label,
      role,
      onDay() {
        throw new StrategyError(`it cannot be loaded: ${reason}`, []);
      },
      onInstant() {},
    }),
});

/** Sources by their names in the config; a run folder keeps them with the run. */
export type StrategySources = Readonly<Record<string, StrategySource>>;

/** A strategy or scanner as a config names it. */
export interface NamedKind {
  readonly name: string;
  readonly kind: StrategyKind;
  /** Null for a built-in one. */
  readonly file: string | null;
}

/** The users' strategies that a host can find: by a file's name, in its folders, or by an absolute path. */
export class StrategyLibrary {
  readonly #folders: readonly string[];
  readonly #named: Readonly<Record<string, string>>;
  readonly #calls: CallWatch | undefined;
  readonly #scripts = new ScriptCache();
  readonly #kinds = new Map<string, Result<StrategyKind>>();

  /**
   * Searches `folders` in their order. `named` are files that the user has typed, by the names that the config has for
   * them. `calls` is notified of each call into a strategy.
   */
  constructor(folders: readonly string[], calls?: CallWatch, named: Readonly<Record<string, string>> = {}) {
    this.#folders = folders;
    this.#named = named;
    this.#calls = calls;
  }

  /** Reads the file again at every call, so that the saved version runs. */
  readonly find: FindStrategy = (name) => this.findIn({})(name, 'strategy');

  /** The same, with sources that are searched first: those of a replayed run. */
  findIn(kept: StrategySources, isNew = true): FindStrategy {
    return (name) => {
      if (!isStrategyFile(name)) return undefined;
      const source = this.sourceOf(name, kept);
      return source.ok ? this.#kindOf(source.value, isNew) : source;
    };
  }

  /** The same for a run that continues without a file that cannot be loaded: the session's log has the reason. */
  findLoadable(kept: StrategySources, isNew = false): FindStrategy {
    const find = this.findIn(kept, isNew);
    return (name, role) => {
      const found = find(name, role);
      return found === undefined || found.ok
        ? found
        : ok(unloadableStrategy(name, role, found.failure.message));
    };
  }

  /** The existing files of a config's strategies. */
  filesOf(config: SessionConfig): readonly string[] {
    const names = [...config.strategies, ...config.scanners].map(({ name }) => name).filter(isStrategyFile);
    return names.flatMap((name) => this.fileOf(name) ?? []);
  }

  /** The sources of all files that a config names; those that cannot be read are left out. */
  sourcesOf(config: SessionConfig, kept: StrategySources = {}): StrategySources {
    const names = [...config.strategies, ...config.scanners].map(({ name }) => name).filter(isStrategyFile);
    const found = names.map((name) => [name, this.sourceOf(name, kept)] as const);
    return Object.fromEntries(found.flatMap(([name, source]) => (source.ok ? [[name, source.value]] : [])));
  }

  /** The path of a file that a config names; undefined when there is none. */
  fileOf(name: string): string | undefined {
    if (Object.hasOwn(this.#named, name)) return this.#named[name];
    if (leadsOut(name)) return undefined;
    const folder = this.#folders.find((each) => isFileWithin(each, name));
    return folder === undefined ? undefined : path.join(folder, name);
  }

  /** Everything that a config can name: built-in strategies, then the files of the folders that can be loaded. */
  all(onProblem: (message: string) => void = () => {}): readonly NamedKind[] {
    const found: NamedKind[] = BUILT_IN.map((kind) => ({ name: kind.name, kind, file: null }));
    for (const name of this.#files()) {
      const kind = this.find(name, 'strategy');
      if (kind?.ok === true) found.push({ name, kind: kind.value, file: this.fileOf(name) ?? null });
      else if (kind !== undefined) onProblem(kind.failure.message);
    }
    return found;
  }

  /** Names of the files in the folders, each once. */
  #files(): readonly string[] {
    const names = this.#folders.flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []));
    return [...new Set(names.filter((name) => isStrategyFile(name) && !name.endsWith('.d.ts')))].sort();
  }

  sourceOf(name: string, kept: StrategySources = {}): Result<StrategySource> {
    const known = Object.hasOwn(kept, name) ? kept[name] : undefined;
    if (known !== undefined) return { ok: true, value: known };
    const file = this.fileOf(name);
    if (file !== undefined) return readStrategySource(file);
    if (leadsOut(name))
      return fail(
        'bad_config',
        `"${name}" is not a strategy's name: it leads out of the folder`,
        'Copy the file into the strategies folder, or name it with --strategy.',
      );
    return fail('missing_file', `there is no file ${name} in ${this.#folders.join(' or ')}`);
  }

  #kindOf(source: StrategySource, isNew: boolean): Result<StrategyKind> {
    const key = JSON.stringify([source, isNew]);
    const kind =
      this.#kinds.get(key) ?? userStrategyKind(source, this.#scripts, { isNew, calls: this.#calls });
    this.#kinds.set(key, kind);
    return kind;
  }
}

/** A name is that of a file in the folder or below it. */
const leadsOut = (name: string): boolean =>
  path.isAbsolute(name) || path.win32.isAbsolute(name) || name.split(/[/\\]/).includes('..');
