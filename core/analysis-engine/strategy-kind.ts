import { z } from 'zod';
import { nearestWord } from '../base/nearest-word.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Strategy } from './strategy.ts';
import { runScanner, runStrategy } from './run-definition.ts';
import type { ScannerDefinition, StrategyDefinition } from './strategy-api.ts';

export type StrategyRole = 'strategy' | 'scanner';

/** One parameter of a strategy, as forms and documentation show it. */
export interface ParameterInfo {
  readonly name: string;
  readonly type: 'number' | 'text' | 'flag' | 'choice' | 'list';
  readonly byDefault: unknown;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly choices: readonly string[];
  readonly description: string;
}

/** Parameters as a session config gives them. */
export type GivenParameters = Readonly<Record<string, unknown>>;

/** A strategy or scanner that can be run any number of times, each time from scratch. */
export interface StrategyKind {
  readonly name: string;
  readonly role: StrategyRole;
  readonly description: string;
  readonly parameters: readonly ParameterInfo[];
  /** `label` is its name in this run. Fails with `bad_config`; the sentence begins with the parameter's name. */
  create(given: GivenParameters, label: string): Result<Strategy>;
}

export const strategyKind = <P, S>(definition: StrategyDefinition<P, S>): StrategyKind =>
  kindOf('strategy', definition, (params, label) => runStrategy(definition, params, label));

export const scannerKind = <P, S>(definition: ScannerDefinition<P, S>): StrategyKind =>
  kindOf('scanner', definition, (params, label) => runScanner(definition, params, label));

function kindOf<P, S>(
  role: StrategyRole,
  definition: StrategyDefinition<P, S> | ScannerDefinition<P, S>,
  run: (params: P, label: string) => Strategy,
): StrategyKind {
  const { name, description = '', params: schema } = definition;
  const parameters = schema === undefined ? [] : describeParameters(z.toJSONSchema(schema, { io: 'input' }));
  return {
    name,
    role,
    description,
    parameters,
    create(given, label) {
      const unknown = checkNames(given, parameters);
      if (unknown !== undefined) return unknown;
      const parsed =
        schema === undefined ? { success: true as const, data: {} as P } : schema.safeParse(given);
      if (!parsed.success) return fail('bad_config', firstIssue(parsed.error.issues, given, parameters));
      try {
        return ok(run(parsed.data, label));
      } catch (error) {
        return fail('bad_config', `name: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

/** A sentence about the first error: `fast: 0 is outside 1 to 200`, or in the words of the schema. */
export function firstIssue(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
  given: GivenParameters,
  parameters: readonly ParameterInfo[],
): string {
  const [issue] = issues;
  if (issue === undefined) return 'name: it does not take these parameters';
  const name = issue.path.join('.');
  const value = given[name];
  const { min, max } = parameters.find((each) => each.name === name) ?? {};
  const isOutside =
    typeof value === 'number' && min !== undefined && max !== undefined && (value < min || value > max);
  return `${name}: ${isOutside ? `${value} is outside ${min} to ${max}` : issue.message}`;
}

/** Fails on an unknown parameter, with the nearest known one. */
export function checkNames(
  given: GivenParameters,
  parameters: readonly ParameterInfo[],
): Result<never> | undefined {
  const names = parameters.map(({ name }) => name);
  const unknown = Object.keys(given).find((key) => !names.includes(key));
  if (unknown === undefined) return undefined;
  const near = nearestWord(unknown, names);
  const known = names.length === 0 ? 'it has no parameters' : `known here: ${names.join(', ')}`;
  return fail(
    'bad_config',
    `${unknown}: unknown parameter; ${near === undefined ? known : `did you mean "${near}"?`}`,
  );
}

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly description?: string;
}

/** Reads the parameters off a JSON schema (draft 2020-12, as zod prints it). */
export function describeParameters(schema: unknown): readonly ParameterInfo[] {
  const { properties = {} } = schema as JsonSchema;
  return Object.entries(properties).map(([name, each]) => ({
    name,
    type: typeOf(each),
    byDefault: each.default,
    min: safe(each.minimum),
    max: safe(each.maximum),
    choices: (each.enum ?? []).map(String),
    description: each.description ?? '',
  }));
}

/** zod limits whole numbers to those that a double holds exactly: that limit is not the author's. */
const safe = (bound: number | undefined): number | undefined =>
  bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound;

function typeOf({ type, enum: choices }: JsonSchema): ParameterInfo['type'] {
  if (choices !== undefined) return 'choice';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'boolean') return 'flag';
  return type === 'array' ? 'list' : 'text';
}
