import { createContext, Script, type Context } from 'node:vm';
import { StrategyError } from '../../../core/analysis-engine/strategy.ts';
import { createRandom } from '../../../core/data-manager/sample/random.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { PROVIDED, resolveWithin, type StrategySource } from './strategy-source.ts';
import { PRELUDE } from './sandbox-prelude.ts';
import type { CallWatch } from '../thread/pulse.ts';
import type { ScriptCache } from './script-cache.ts';

/** Loop turns and function calls that one call of a strategy may take; about a second of a fast machine. */
const TURNS_PER_CALL = 100_000_000;

/** What loading may take: beside the turns, for what no turn counts. */
const LOAD_LIMIT_MS = 10_000;

const SPOILED = 'it changes what the language itself does, so that its parameters cannot be read';

/** What the session lends a sandbox besides the context of its calls. */
export interface SandboxHost {
  /** The session clock, UTC epoch ms. */
  now(): number;
  log(level: 'info' | 'warn', text: string): void;
}

type Outcome =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly message: string; readonly stack: string };

/** What the prelude gives; its functions are those of the strategy's context. */
interface Inside {
  readonly turn: (this: void) => void;
  readonly promise: unknown;
  guarded(call: () => unknown): Outcome;
  newModule(): { exports: unknown };
  requireOf(hostRequire: (wanted: string) => unknown): (wanted: string) => unknown;
  readonly provided: unknown;
  define(exported: unknown): Exported;
  paramsSchema(zod: unknown): string;
  parseParams(text: string): string;
  ask(name: string): string;
  begin(hostContext: object): void;
  call(name: string): unknown;
  callWith(name: string, value: unknown): unknown;
  instant(clock: number, closed: readonly object[]): unknown;
}

interface Exported {
  readonly name: string;
  readonly description: string;
  readonly isScanner: boolean;
  readonly hasParams: boolean;
}

/**
 * A user's strategy in a context of its own: fresh globals, no Node, no network, no files, the session's clock in place
 * of the machine's, seeded randomness. It keeps honest code deterministic and apart from other runs. It is not a
 * security boundary: code of people who are not trusted is not for running.
 */
export class StrategySandbox {
  readonly source: StrategySource;
  readonly #calls: CallWatch | undefined;
  readonly #context: Context;
  readonly #inside: Inside;
  readonly #scripts: ScriptCache;
  readonly #modules = new Map<string, { exports: unknown }>();
  #exported: Exported | undefined;

  constructor(
    source: StrategySource,
    scripts: ScriptCache,
    host: SandboxHost,
    seed: string,
    calls?: CallWatch,
  ) {
    this.source = source;
    this.#calls = calls;
    this.#scripts = scripts;
    this.#context = createContext(Object.create(null) as object, {
      codeGeneration: { strings: false, wasm: false },
      microtaskMode: 'afterEvaluate',
    });
    const random = createRandom(seed);
    const make = this.#run(scripts.text('tapedeck', PRELUDE)) as (lent: object) => Inside;
    this.#inside = make({
      now: () => host.now(),
      uniform: () => random.uniform(),
      log: (level: 'info' | 'warn', text: string) => host.log(level, text),
      limit: TURNS_PER_CALL,
    });
  }

  /** Evaluates the strategy's files. Fails with `bad_file`, the reason and the user's line. */
  load(): Result<Exported> {
    const problem = this.#compileAll();
    if (problem !== undefined) return problem;
    try {
      const exported = this.#guarded(() => {
        const entry = this.#require(this.source.entry) as { readonly default?: unknown };
        return this.#inside.define(entry.default ?? entry);
      }) as Exported;
      this.#exported = exported;
      return ok(exported);
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** The parameters as a JSON schema. */
  paramsSchema(): Result<unknown> {
    if (this.#exported?.hasParams !== true) return ok({});
    try {
      return ok(JSON.parse(this.#guarded(() => this.#inside.paramsSchema(this.#provide('zod'))) as string));
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Hands parameters in. The issues are those of the strategy's own schema. */
  parseParams(given: object): Result<ParsedParams> {
    try {
      const text = this.#guarded(() => this.#inside.parseParams(JSON.stringify(given))) as string;
      const parsed = JSON.parse(text) as ParsedParams | null;
      if (typeof parsed?.ok !== 'boolean') throw new Error(SPOILED);
      return ok(parsed);
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** What a function of the parameters answers, as plain data. Throws `StrategyError`. */
  ask(name: 'needs' | 'schedule'): unknown {
    return JSON.parse(this.#guarded(() => this.#inside.ask(name)) as string) as unknown;
  }

  /** Wraps the context that every call is handed. Throws `StrategyError`. */
  begin(context: object): void {
    this.#guarded(() => this.#inside.begin(context));
  }

  /** Calls one of the strategy's functions. Throws `StrategyError` with the user's lines. */
  call(name: string): void {
    this.#guarded(() => this.#inside.call(name));
  }

  callWith(name: string, value: object): void {
    this.#guarded(() => this.#inside.callWith(name, value));
  }

  instant(clock: number, closed: readonly object[]): void {
    this.#guarded(() => this.#inside.instant(clock, closed));
  }

  #guarded(call: () => unknown): unknown {
    this.#calls?.enter(this.source.entry);
    const outcome = this.#inside.guarded(call);
    this.#calls?.leave();
    if (outcome.ok) return outcome.answer;
    const lines = this.#linesOf(outcome.stack);
    throw new StrategyError(outcome.message, isOverflow(outcome.message) ? roundOf(lines) : lines);
  }

  #compileAll(): Result<never> | undefined {
    for (const [name, text] of Object.entries(this.source.files)) {
      const compiled = this.#scripts.userModule(name, text);
      if (!compiled.ok) return compiled;
    }
    return undefined;
  }

  #require(name: string): unknown {
    const there = this.#modules.get(name);
    if (there !== undefined) return there.exports;
    const module = this.#inside.newModule();
    this.#modules.set(name, module);
    const script = this.#scripts.userModule(name, this.source.files[name] ?? '');
    if (!script.ok) throw new Error(script.failure.message);
    const evaluate = this.#run(script.value) as ModuleFunction;
    const require = this.#inside.requireOf((wanted) => this.#import(name, wanted));
    evaluate(module.exports, require, module, this.#inside.turn);
    return module.exports;
  }

  #import(from: string, wanted: string): unknown {
    if ((PROVIDED as readonly string[]).includes(wanted)) return this.#provide(wanted);
    const { files } = this.source;
    const found = wanted.startsWith('.')
      ? resolveWithin(from, wanted, (each) => Object.hasOwn(files, each))
      : undefined;
    if (found !== undefined) return this.#require(found);
    throw new Error(
      `${from} imports "${wanted}": a strategy may import files of its own folder, ${PROVIDED.join(' and ')}`,
    );
  }

  #provide(name: string): unknown {
    if (name === 'tapedeck/strategy') return this.#inside.provided;
    const there = this.#modules.get(name);
    if (there !== undefined) return there.exports;
    const module = { exports: this.#requirePackage(this.#scripts.zodEntry) };
    this.#modules.set(name, module);
    return module.exports;
  }

  #requirePackage(file: string): unknown {
    const there = this.#modules.get(file);
    if (there !== undefined) return there.exports;
    const module = this.#inside.newModule();
    this.#modules.set(file, module);
    const evaluate = this.#run(this.#scripts.packageModule(file)) as ModuleFunction;
    const require = this.#inside.requireOf((wanted) =>
      this.#requirePackage(this.#scripts.resolvePackage(file, wanted)),
    );
    evaluate(module.exports, require, module, this.#inside.turn, this.#inside.promise);
    return module.exports;
  }

  #run(script: Script): unknown {
    return script.runInContext(this.#context, { timeout: LOAD_LIMIT_MS });
  }

  #failed(error: unknown): Result<never> {
    const message = error instanceof Error ? error.message : String(error);
    const lines = error instanceof StrategyError ? error.lines : [];
    const at = lines[0] ?? this.source.entry;
    return fail('bad_file', `${at}: ${message}`);
  }

  /** `my-strategy.ts:12 in onInstant · the line itself`, of the frames that lie in the user's files. */
  #linesOf(stack: string): readonly string[] {
    const lines: string[] = [];
    for (const [, where = '', file = '', line = ''] of stack.matchAll(FRAME)) {
      const text = this.source.files[file]?.split('\n')[Number(line) - 1];
      if (text === undefined) continue;
      const name = where.replace(/^Object\./, '').replace(/^async /, '');
      lines.push(`${file}:${line}${name === '' ? '' : ` in ${name}`} · ${text.trim().slice(0, 100)}`);
    }
    return lines;
  }
}

const isOverflow = (message: string): boolean => message.startsWith('RangeError: Maximum call stack');

/** The calls of a recursion, each once: how deep it came, and in which of them it ended, is up to the machine. */
const roundOf = (lines: readonly string[]): readonly string[] => [...new Set(lines)].sort();

export interface ParsedParams {
  readonly ok: boolean;
  readonly issues?: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

type ModuleFunction = (
  exports: unknown,
  require: (wanted: string) => unknown,
  module: { exports: unknown },
  turn: () => void,
  promise?: unknown,
) => void;

const FRAME = /^\s+at (?:(.*?) \()?strategy:([^\s()]+?):(\d+):\d+\)?$/gm;
