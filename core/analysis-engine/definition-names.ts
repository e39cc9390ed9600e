import { nearestWord } from '../base/nearest-word.ts';
import type { StrategyRole } from './strategy-kind.ts';

const SHARED = ['name', 'description', 'params', 'state', 'needs'] as const;
const HOOKS = {
  strategy: ['onStart', 'onInstant', 'onFill', 'onEnd'],
  scanner: ['schedule', 'setup', 'scan'],
} as const;

/** Names of callbacks in other engines, and the one here that a user means by them. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  onBar: 'onInstant',
  onTick: 'onInstant',
  onData: 'onInstant',
  onQuote: 'onInstant',
  next: 'onInstant',
  handle_data: 'onInstant',
  init: 'onStart',
  initialize: 'onStart',
  onOrder: 'onFill',
  onTrade: 'onFill',
  onStop: 'onEnd',
  stop: 'onEnd',
};

/** A key of a strategy's definition. */
export interface DefinedName {
  readonly name: string;
  readonly isFunction: boolean;
}

/**
 * The error in the names of a definition, in a sentence: a hook that nothing calls because it is misspelled, or no hook at
 * all. Other members are the strategy's own.
 */
export function definitionNamesError(names: readonly DefinedName[], role: StrategyRole): string | undefined {
  const hooks: readonly string[] = HOOKS[role];
  const known: readonly string[] = [...SHARED, ...hooks];
  for (const { name, isFunction } of names) {
    if (known.includes(name)) continue;
    const meant = misspelled(name, known) ?? (isFunction ? ELSEWHERE[name] : undefined);
    const isHook = isFunction && /^on[A-Z]/.test(name);
    if (meant === undefined && !isHook) continue;
    const guess = meant === undefined ? `known here: ${hooks.join(', ')}` : `did you mean ${meant}?`;
    return `nothing calls its "${name}"; ${guess}`;
  }
  if (names.some(({ name }) => hooks.includes(name))) return undefined;
  return `it has none of ${hooks.join(', ')}, so that nothing ever calls it`;
}

/** Shorter words than this are often close to unrelated words: `start` is not a misspelled `state`. */
const SHORT = 6;

function misspelled(name: string, known: readonly string[]): string | undefined {
  if (name.length > SHORT) return nearestWord(name, known);
  return known.find(
    (word) => word.toLowerCase() === name.toLowerCase() || `${name}s` === word || name === `${word}s`,
  );
}
