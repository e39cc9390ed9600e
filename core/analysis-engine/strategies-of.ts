import { nearestWord } from '../base/nearest-word.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { SessionConfig, StrategySpec } from '../model/session-config.ts';
import { BUILT_IN } from './built-in/catalog.ts';
import type { Strategy } from './strategy.ts';
import type { StrategyKind, StrategyRole } from './strategy-kind.ts';

/** Finds strategies that are not built in; returns undefined for an unknown name. */
export type FindStrategy = (name: string, role: StrategyRole) => Result<StrategyKind> | undefined;

/** A built-in one. */
export const findBuiltIn: FindStrategy = (name, role) => {
  const kind = BUILT_IN.find((each) => each.name === name && each.role === role);
  return kind === undefined ? undefined : ok(kind);
};

/**
 * The strategies and scanners that a config names, scanners first, so that the symbols they add are present when
 * strategies ask for them. Fails with `bad_config` and the path of the wrong entry, or with the failure of loading its
 * file.
 */
export function strategiesOf(config: SessionConfig, findOwn: FindStrategy): Result<readonly Strategy[]> {
  const created: Strategy[] = [];
  const all = [
    ...config.scanners.map((spec, index) => ({ spec, role: 'scanner', path: `scanners.${index}` }) as const),
    ...strategySpecs(config).map(
      (spec, index) => ({ spec, role: 'strategy', path: `strategies.${index}` }) as const,
    ),
  ];
  for (const { spec, role, path } of all) {
    const { name, ...given } = spec;
    const kind = findBuiltIn(name, role) ?? findOwn(name, role) ?? unknownStrategy(name, role);
    if (!kind.ok) return fail(kind.failure.code, `${path}.name: ${kind.failure.message}`, kind.failure.hint);
    const strategy = kind.value.create(given, labelOf(kind.value.name, created));
    if (!strategy.ok) return fail(strategy.failure.code, `${path}.${strategy.failure.message}`);
    created.push(strategy.value);
  }
  return ok(created);
}

/** The strategies that a config names; `none` in its metadata is older and wins. */
const strategySpecs = (config: SessionConfig): readonly StrategySpec[] =>
  config.metadata.strategy === 'none' ? [] : config.strategies;

/** A second entry with the same name gets a number to distinguish it. */
function labelOf(name: string, others: readonly Strategy[]): string {
  const same = others.filter((each) => each.name === name || each.name.startsWith(`${name}#`)).length;
  return same === 0 ? name : `${name}#${same + 1}`;
}

function unknownStrategy(name: string, role: StrategyRole): Result<never> {
  const names = BUILT_IN.filter((each) => each.role === role).map((each) => each.name);
  const near = nearestWord(name, names);
  const guess = near === undefined ? `known here: ${names.join(', ')}` : `did you mean "${near}"?`;
  return fail(
    'bad_config',
    `there is no ${role} "${name}"; ${guess}`,
    'A file of your own is named with its ending: my-strategy.ts.',
  );
}
