import { existsSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { SessionConfig, StrategySpec } from '../../core/model/session-config.ts';
import { isStrategyFile } from '../host/strategies/strategy-source.ts';
import { userFolder } from '../host/program/user-folders.ts';
import type { CommandIo } from './command-io.ts';
import type { StrategyPlaces } from './open-sources.ts';

/** The folder of the user's own strategies. */
export const strategiesFolder = (io: Pick<CommandIo, 'env'>): string =>
  path.join(userFolder(io.env), 'strategies');

/** The strategies and scanners that the user typed in place of the config's. */
interface StrategyWords {
  readonly strategy?: readonly string[] | undefined;
  readonly scanner?: readonly string[] | undefined;
}

/** The folders of a config's strategy files: its own, then the user's. Then the files that the user has typed. */
export function strategyPlaces(io: CommandIo, config: string, words: StrategyWords): StrategyPlaces {
  const typed = [...(words.strategy ?? []), ...(words.scanner ?? [])].flatMap((word) => {
    const file = typedFile(nameIn(word), io);
    return file === undefined ? [] : [[path.basename(file), file] as const];
  });
  return {
    folders: [path.dirname(path.resolve(io.cwd, config)), strategiesFolder(io)],
    named: Object.fromEntries(typed),
  };
}

const nameIn = (word: string): string => (word.split(',')[0] ?? '').trim();

/** The file of a word that names one from the working folder. */
function typedFile(name: string, io: CommandIo): string | undefined {
  const here = path.resolve(io.cwd, name);
  return isStrategyFile(name) && existsSync(here) ? here : undefined;
}

/** The config with the strategies and scanners that the command line names in place of its own. */
export function withStrategies(
  config: SessionConfig,
  words: StrategyWords,
  io: CommandIo,
): Result<SessionConfig> {
  const strategies = readSpecs('--strategy', words.strategy, io);
  if (!strategies.ok) return strategies;
  const scanners = readSpecs('--scanner', words.scanner, io);
  if (!scanners.ok) return scanners;
  const twice = sameName([...(words.strategy ?? []), ...(words.scanner ?? [])], io);
  if (twice !== undefined) return fail('bad_usage', `two files are called ${twice}: rename one of them`);
  const named = strategies.value ?? config.strategies;
  // A config's `none` concerns its own list, not the command line.
  const { strategy } = config.metadata;
  const remark = strategies.value !== undefined && strategy === 'none' ? '' : strategy;
  return ok({
    ...config,
    strategies: [...named],
    scanners: [...(scanners.value ?? config.scanners)],
    metadata: { ...config.metadata, strategy: remark },
  });
}

/** A run folder keeps files by their names, so that no path of this machine goes into it. */
function sameName(words: readonly string[], io: CommandIo): string | undefined {
  const files = [...new Set(words.flatMap((word) => typedFile(nameIn(word), io) ?? []))];
  const names = files.map((file) => path.basename(file));
  return names.find((name, index) => names.indexOf(name) !== index);
}

function readSpecs(
  option: string,
  words: readonly string[] | undefined,
  io: CommandIo,
): Result<readonly StrategySpec[] | undefined> {
  if (words === undefined) return ok(undefined);
  const specs: StrategySpec[] = [];
  for (const word of words) {
    const spec = readStrategySpec(option, word, io);
    if (!spec.ok) return spec;
    specs.push(spec.value);
  }
  return ok(specs);
}

/** Reads `sma-cross,fast=5,slow=20` or `my-strategy.ts,minutes=30`; a file is first searched in the working folder. */
function readStrategySpec(option: string, word: string, io: CommandIo): Result<StrategySpec> {
  const [name = '', ...parameters] = word.split(',').map((part) => part.trim());
  if (name === '') return fail('bad_usage', `${option} "${word}": a name is missing`);
  const typed = typedFile(name, io);
  const spec: Record<string, unknown> = { name: typed === undefined ? name : path.basename(typed) };
  for (const parameter of parameters) {
    const [, key = '', value = ''] = /^([a-z][a-z0-9_]*)=(.+)$/i.exec(parameter) ?? [];
    if (key === '' || key === 'name') {
      return fail('bad_usage', `${option} "${word}": "${parameter}" is not of the form parameter=value`);
    }
    spec[key] = valueOf(value);
  }
  return ok(spec as StrategySpec);
}

/** `5` is a number, `true` a flag, `09:35|10:00` a list, anything else a text. */
function valueOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text.includes('|')) return text.split('|').map((each) => each.trim());
  return Number.isFinite(Number(text)) ? Number(text) : text;
}
