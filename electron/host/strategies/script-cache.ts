import { createRequire } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { compileModule, TURN } from './compile-module.ts';
import { packageText } from './package-text.ts';

/** Compiled scripts, for every sandbox of a host: a run rebuilt ten times compiles once. */
export class ScriptCache {
  readonly #scripts = new Map<string, Script>();
  #zodEntry: string | undefined;

  /**
   * A regular expression that would backtrack endlessly is matched in linear time instead, with the same result:
   * matching is the one loop of the language that no turn counts.
   */
  constructor() {
    setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
  }

  /** The path of zod, searched on first use. */
  get zodEntry(): string {
    this.#zodEntry ??= path.join(
      path.dirname(createRequire(path.join(__dirname, 'script-cache.cjs')).resolve('zod/package.json')),
      'index.cjs',
    );
    return this.#zodEntry;
  }

  text(name: string, text: string): Script {
    return this.#script(`${name}\n${text}`, () => new Script(text, { filename: name }));
  }

  /** A file of a user's strategy. Fails with `bad_file` where it cannot be parsed. */
  userModule(name: string, text: string): Result<Script> {
    const key = `user ${name}\n${text}`;
    const there = this.#scripts.get(key);
    if (there !== undefined) return ok(there);
    const compiled = compileModule(name, text);
    if (!compiled.ok) return compiled;
    try {
      return ok(
        this.#script(key, () => new Script(wrapped(compiled.value), { filename: `strategy:${name}` })),
      );
    } catch (error) {
      return fail('bad_file', `${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** A file of a package that strategies may import, unchanged from the disk. */
  packageModule(file: string): Script {
    return this.#script(
      file,
      () => new Script(wrappedPackage(packageText(file)), { filename: path.basename(file) }),
    );
  }

  resolvePackage(from: string, wanted: string): string {
    return createRequire(from).resolve(wanted);
  }

  #script(key: string, make: () => Script): Script {
    const script = this.#scripts.get(key) ?? make();
    this.#scripts.set(key, script);
    return script;
  }
}

const wrapped = (code: string): string =>
  `(function (exports, require, module, ${TURN}) {'use strict';${code}\n})`;

/** A package may mention promises, which strategies do not have: it checks whether its arguments are one. */
const wrappedPackage = (code: string): string =>
  `(function (exports, require, module, ${TURN}, Promise) {'use strict';${code}\n})`;
