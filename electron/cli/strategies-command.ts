import { parseArgs } from 'node:util';
import type { ParameterInfo, StrategyKind } from '../../core/analysis-engine/strategy-kind.ts';
import { StrategyLibrary } from '../host/strategies/strategy-library.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { usage } from './failures.ts';
import { strategiesFolder } from './strategy-options.ts';

const HELP = `tapedeck strategies [options]

Lists the strategies and scanners, built-in ones and those in the user's strategies folder, with their
parameters.

  --json   [{"name", "role", "description", "file", "parameters"}]

Example:
  tapedeck strategies
`;

const OPTIONS = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

interface Listed extends Pick<StrategyKind, 'role' | 'description' | 'parameters'> {
  /** Its name in a config. */
  readonly name: string;
  readonly file: string | null;
}

// oxlint-disable-next-line typescript/require-await -- commands answer promises
export async function strategiesCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args: [...args], options: OPTIONS }));
  if (typeof parsed === 'number') return parsed;
  const library = new StrategyLibrary([strategiesFolder(io)]);
  const listed = library
    .all((message) => io.stderr(`warning: ${message}\n`))
    .map(({ name, file, kind: { role, description, parameters } }) => ({
      name,
      role,
      description,
      file,
      parameters,
    }));
  if (parsed.values.json === true) io.stdout(`${JSON.stringify(listed, null, 2)}\n`);
  else io.stdout(listed.map(inWords).join('\n'));
  return EXIT.done;
}

function inWords({ name, role, description, parameters }: Listed): string {
  const lines = parameters.map((each) => `    ${each.name} = ${shown(each)}  ${each.description}\n`);
  return `${name} (${role})\n  ${description}\n${lines.join('')}`;
}

function shown({ byDefault, min, max }: ParameterInfo): string {
  const value = JSON.stringify(byDefault) ?? 'required';
  return min === undefined || max === undefined ? value : `${value} (${min} to ${max})`;
}
