import type { z } from 'zod';
import { nearestWord } from '../base/nearest-word.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { sessionConfigSchema, type SessionConfig } from './session-config.ts';

/** One error in a config: its path and the expected value. */
export interface ConfigProblem {
  /** `session_data_config.streaming.catchup_check_interval`; empty for the document as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Checks an object against the schema; returns all errors, in the order of the document. */
export function checkSessionConfig(
  value: unknown,
): { readonly config: SessionConfig } | { readonly problems: readonly ConfigProblem[] } {
  const parsed = sessionConfigSchema.safeParse(value);
  if (parsed.success) return { config: parsed.data };
  return { problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, value)) };
}

/** Parses a config's text. The failure's message names every wrong path, one per line. */
export function parseSessionConfig(text: string): Result<SessionConfig> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return fail('bad_config', `not JSON: ${jsonProblem(text, error)}`);
  }
  const checked = checkSessionConfig(value);
  if ('config' in checked) return ok(checked.config);
  return fail('bad_config', checked.problems.map(printProblem).join('\n'));
}

export const printProblem = (problem: ConfigProblem): string =>
  problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`;

function problemsOf(issue: z.core.$ZodIssue, value: unknown): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(issue.path, key, value));
  }
  const path = issue.path.join('.');
  if (issue.code === 'invalid_type') return [{ path, message: wrongType(issue, at(value, issue.path)) }];
  return [{ path, message: issue.message }];
}

function wrongType(issue: z.core.$ZodIssueInvalidType, found: unknown): string {
  if (issue.path.length === 0) return `expected an object, got ${describe(found)}`;
  const article = /^[aeiou]/.test(issue.expected) ? 'an' : 'a';
  if (found === undefined) return `is missing; expected ${article} ${issue.expected}`;
  return `expected ${article} ${issue.expected}, got ${describe(found)}`;
}

function unknownKey(path: readonly PropertyKey[], key: string, value: unknown): ConfigProblem {
  const known = keysAt(path, value);
  const near = nearestWord(key, known);
  const meant = near === undefined ? `known here: ${known.join(', ')}` : `did you mean "${near}"?`;
  return { path: [...path, key].join('.'), message: `unknown key; ${meant}` };
}

/** The keys that the schema allows at a path of this document. */
function keysAt(path: readonly PropertyKey[], value: unknown): readonly string[] {
  const mode = (value as { mode?: unknown } | null)?.mode;
  const [backtest, live] = sessionConfigSchema.options;
  let node: unknown = mode === 'live' ? live : backtest;
  for (const step of path) node = inner(unwrapped(node), step);
  return Object.keys(shapeOf(unwrapped(node)) ?? {});
}

interface SchemaDef {
  readonly innerType?: unknown;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly element?: unknown;
  /** Of a record: what each of its keys has. */
  readonly valueType?: unknown;
}

const defOf = (node: unknown): SchemaDef | undefined => (node as { def?: SchemaDef } | undefined)?.def;
const shapeOf = (node: unknown): SchemaDef['shape'] => defOf(node)?.shape;

function unwrapped(node: unknown): unknown {
  let current = node;
  while (defOf(current)?.innerType !== undefined) current = defOf(current)?.innerType;
  return current;
}

function inner(node: unknown, step: PropertyKey): unknown {
  const def = defOf(node);
  return def?.shape?.[String(step)] ?? def?.element ?? def?.valueType;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const step of path) current = (current as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return current;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return JSON.stringify(value) ?? typeof value;
}

/** The parser's message with line and column, which engines give as an offset, if at all. */
function jsonProblem(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const offset = /at position (\d+)/.exec(message)?.[1];
  if (offset === undefined)
    return /end of JSON/.test(message) ? `it ends in the middle (${message})` : message;
  const before = text.slice(0, Number(offset)).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${message}`;
}
