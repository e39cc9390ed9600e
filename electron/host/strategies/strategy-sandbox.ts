import type { DefinedName } from '../../../core/analysis-engine/definition-names.ts';
import { createContext, type Script, type Context } from 'node:vm';
import { z } from 'zod';
import { StrategyError } from '../../../core/analysis-engine/strategy.ts';
import { createRandom } from '../../../core/data-manager/sample/random.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { PROVIDED, resolveWithin, type StrategySource } from './strategy-source.ts';
import { PRELUDE } from './sandbox-prelude.ts';
import type { CallWatch } from '../thread/pulse.ts';
import type { ScriptCache } from './script-cache.ts';

/** Loop turns and function calls that one call of a strategy may take; about a second of a fast machine. */
const TURNS_PER_CALL = 100_000_000;

/** Time limit of loading, ms: in addition to the turns, for work that no turn counts. */
const LOAD_LIMIT_MS = 10_000;

const SPOILED = 'it changes what the language itself does, so that its parameters cannot be read';

/** The session's functions for a sandbox, in addition to the context of its calls. */
export interface SandboxHost {
  /** The session clock, UTC epoch ms. */
  now(): number;
  log(level: 'info' | 'warn', text: string): void;
}

type Outcome =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly message: string; readonly stack: string };

/** The prelude's interface; its functions are those of the strategy's realm, and return text. */
interface Inside {
  define(): Outcome;
  paramsSchema(): Outcome;
  parseParams(text: string): Outcome;
  ask(name: string): Outcome;
  begin(hostContext: object): Outcome;
  call(name: string): Outcome;
  callWith(name: string, value: unknown): Outcome;
  instant(clock: number, closed: readonly object[]): Outcome;
}

/** A module as the prelude evaluates it: a function of the strategy's realm, or the reason that there is none. */
type Compiled =
  | { readonly id: string; readonly evaluate?: unknown; readonly isPackage?: boolean }
  | { readonly problem: string };

interface Exported {
  readonly name: string;
  readonly description: string;
  readonly isScanner: boolean;
  readonly hasParams: boolean;
  readonly names: readonly DefinedName[];
}

/**
 * A user's strategy in a realm of its own: its own globals, no Node, no network, no files, the session's clock in place
 * of the machine's, seeded randomness. The host passes in only functions and primitives, and reads only text from the
 * strategy: neither side ever holds an object of the other.
 */
export class StrategySandbox {
  readonly source: StrategySource;
  readonly #calls: CallWatch | undefined;
  readonly #context: Context;
  readonly #inside: Inside;
  readonly #scripts: ScriptCache;
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
      compile: (from: string, wanted: string) => this.#compile(from, wanted),
    });
  }

  /** Evaluates the strategy's files. Fails with `bad_file`, the reason and the user's line. */
  load(): Result<Exported> {
    const problem = this.#compileAll();
    if (problem !== undefined) return problem;
    return this.#reading(() => {
      const exported = JSON.parse(this.#text(() => this.#inside.define())) as Exported;
      this.#exported = exported;
      return exported;
    });
  }

  /** The parameters as a JSON schema. */
  paramsSchema(): Result<unknown> {
    if (this.#exported?.hasParams !== true) return ok({});
    return this.#reading(() => JSON.parse(this.#text(() => this.#inside.paramsSchema())) as unknown);
  }

  /** Hands parameters in. The issues are those of the strategy's own schema. */
  parseParams(given: object): Result<ParsedParams> {
    return this.#reading(() => {
      const text = this.#text(() => this.#inside.parseParams(JSON.stringify(given)));
      const parsed = parsedParams.safeParse(text === '' ? undefined : JSON.parse(text));
      if (!parsed.success) throw new Error(SPOILED);
      return parsed.data;
    });
  }

  /** The result of a function of the parameters, as plain data. Throws `StrategyError`. */
  ask(name: 'needs' | 'schedule'): unknown {
    const text = this.#text(() => this.#inside.ask(name));
    return text === '' ? {} : (JSON.parse(text) as unknown);
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

  #text(call: () => Outcome): string {
    const answer = this.#guarded(call);
    return typeof answer === 'string' ? answer : '';
  }

  #guarded(call: () => Outcome): unknown {
    this.#calls?.enter(this.source.entry);
    const outcome = outcomeOf(call);
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

  /** The module that `from` imports as `wanted`; the entry itself where both are empty. */
  #compile(from: string, wanted: string): Compiled {
    if (wanted === 'tapedeck/strategy') return { id: wanted };
    if (wanted === 'zod' || from.startsWith(PACKAGE)) return this.#compilePackage(from, wanted);
    const { files, entry } = this.source;
    if (wanted === '') return this.#compileOwn(entry);
    const found = wanted.startsWith('.')
      ? resolveWithin(from, wanted, (each) => Object.hasOwn(files, each))
      : undefined;
    if (found !== undefined) return this.#compileOwn(found);
    return {
      problem: `${from} imports "${wanted}": a strategy may import files of its own folder, ${PROVIDED.join(' and ')}`,
    };
  }

  #compileOwn(name: string): Compiled {
    const script = this.#scripts.userModule(name, this.source.files[name] ?? '');
    return script.ok ? { id: name, evaluate: this.#run(script.value) } : { problem: script.failure.message };
  }

  #compilePackage(from: string, wanted: string): Compiled {
    const file = from.startsWith(PACKAGE)
      ? this.#scripts.resolvePackage(from.slice(PACKAGE.length), wanted)
      : this.#scripts.zodEntry;
    const evaluate = this.#run(this.#scripts.packageModule(file));
    return { id: `${PACKAGE}${file}`, evaluate, isPackage: true };
  }

  #run(script: Script): unknown {
    return script.runInContext(this.#context, { timeout: LOAD_LIMIT_MS });
  }

  #reading<T>(read: () => T): Result<T> {
    try {
      return ok(read());
    } catch (error) {
      return this.#failed(error);
    }
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

/** The calls of a recursion, each once: its depth, and the call in which it ended, depend on the machine. */
const roundOf = (lines: readonly string[]): readonly string[] => [...new Set(lines)].sort();

/** The message of an error from the strategy's realm; one that throws has no readable message. */
function outcomeOf(call: () => Outcome): Outcome {
  try {
    return call();
  } catch {
    return { ok: false, message: 'RangeError: Maximum call stack size exceeded', stack: '' };
  }
}

/** Marks a module of a package: no file of a strategy has such a name. */
const PACKAGE = '\0package:';

const parsedParams = z.object({
  ok: z.boolean(),
  issues: z
    .array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }))
    .optional(),
});

export type ParsedParams = z.infer<typeof parsedParams>;

const FRAME = /^\s+at (?:(.*?) \()?strategy:([^\s()]+?):(\d+):\d+\)?$/gm;
