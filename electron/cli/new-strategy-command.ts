import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { programRoot } from '../host/program/program-root.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { usage } from './failures.ts';
import { strategiesFolder } from './strategy-options.ts';
import { SCANNER_TEMPLATE, STRATEGY_TEMPLATE } from './strategy-templates.ts';

const helpOf = (role: string): string => `tapedeck new ${role} NAME [options]

Writes a ${role} from a template: a TypeScript file that runs without changes, and the types for an editor.

  --dir DIR   where (the strategies folder in the user's folder otherwise)

Example:
  tapedeck new ${role} my-${role} && tapedeck run session_configs/sample-week.json --speed 0 --${role} my-${role}.ts
`;

const OPTIONS = { dir: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

export const newStrategyCommand = (args: readonly string[], io: CommandIo): Promise<number> =>
  writeTemplate('strategy', STRATEGY_TEMPLATE, args, io);

export const newScannerCommand = (args: readonly string[], io: CommandIo): Promise<number> =>
  writeTemplate('scanner', SCANNER_TEMPLATE, args, io);

// oxlint-disable-next-line typescript/require-await -- commands answer promises
async function writeTemplate(
  role: 'strategy' | 'scanner',
  template: string,
  args: readonly string[],
  io: CommandIo,
): Promise<number> {
  const help = helpOf(role);
  const parsed = usage(io, help, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const [given = '', ...more] = positionals;
  const name = given.replace(/\.ts$/, '');
  if (more.length > 0 || !/^[a-z][a-z0-9-]*$/.test(name)) {
    io.stderr(
      `expected one name of small letters, digits and dashes, got "${positionals.join(' ')}".\n\n${help}`,
    );
    return EXIT.usage;
  }
  const folder = values.dir === undefined ? strategiesFolder(io) : path.resolve(io.cwd, values.dir);
  const file = path.join(folder, `${name}.ts`);
  if (existsSync(file)) {
    io.stderr(`${file} already exists; choose another name.\n`);
    return EXIT.failed;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, template.replaceAll('NAME', name));
  writeFileSync(path.join(folder, 'tsconfig.json'), tsconfig());
  io.stdout(`${file}\n`);
  return EXIT.done;
}

/** The path of the types that a strategy imports; written again each time, as the program may have moved. */
function tsconfig(): string {
  const zod = createRequire(path.join(programRoot, 'package.json')).resolve('zod/package.json');
  const config = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      target: 'ES2022',
      lib: ['ES2022'],
      module: 'ESNext',
      moduleResolution: 'Bundler',
      types: [],
      skipLibCheck: true,
      paths: {
        'tapedeck/strategy': [path.join(programRoot, 'core', 'analysis-engine', 'strategy-api.ts')],
        zod: [path.dirname(zod)],
      },
    },
    include: ['**/*.ts'],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
