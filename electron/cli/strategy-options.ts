import { existsSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { SessionConfig, StrategySpec } from '../../core/model/session-config.ts';
import { isStrategyFile } from '../host/strategies/strategy-source.ts';
import { userFolder } from '../host/program/user-folders.ts';
import type { CommandIo } from './command-io.ts';

/** The folder of the user's own strategies. */
export const strategiesFolder = (io: Pick<CommandIo, 'env'>): string =>
  path.join(userFolder(io.env), 'strategies');

/** Folders that are searched for a config's strategy files: its own, then the user's. */
export const strategyFolders = (io: CommandIo, config: string): readonly string[] => [
  path.dirname(path.resolve(io.cwd, config)),
  strategiesFolder(io),
];

/** The config with the strategies and scanners that the command line names in place of its own. */
export function withStrategies(
  config: SessionConfig,
  words: {
    readonly strategy?: readonly string[] | undefined;
    readonly scanner?: readonly string[] | undefined;
  },
  io: CommandIo,
): Result<SessionConfig> {
  const strategies = readSpecs('--strategy', words.strategy, io);
  if (!strategies.ok) return strategies;
  const scanners = readSpecs('--scanner', words.scanner, io);
  if (!scanners.ok) return scanners;
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
  const here = path.resolve(io.cwd, name);
  const spec: Record<string, unknown> = { name: isStrategyFile(name) && existsSync(here) ? here : name };
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
