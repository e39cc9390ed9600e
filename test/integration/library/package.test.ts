import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTypes } from '../../../scripts/build-types.mjs';
import { build } from '../../../scripts/build.mjs';
import { fencedBlocks } from '../../helpers/fenced-blocks.ts';

/** The package as a stranger gets it: packed, laid into an empty project with what it depends on and nothing else. */

const ROOT = path.resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);
const example = fencedBlocks(readFileSync(path.join(ROOT, 'docs/library.md'), 'utf8'), 'js')[0] ?? '';

let project = '';
let tarball = Buffer.alloc(0);

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies?: unknown;
  readonly optionalDependencies?: unknown;
}

beforeAll(async () => {
  await build({ ifStale: true, quiet: true });
  buildTypes();
  project = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-package-'));
  const modules = path.join(project, 'node_modules');
  mkdirSync(path.join(modules, 'tapedeck'), { recursive: true });
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], { cwd: ROOT });
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  const file = path.join(project, `tapedeck-${version}.tgz`);
  tarball = readFileSync(file);
  execFileSync('tar', ['-xzf', file, '--strip-components=1', '-C', path.join(modules, 'tapedeck')]);
  for (const name of Object.keys(manifest().dependencies))
    symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  writeFileSync(path.join(project, 'day.js'), example);
  writeFileSync(path.join(project, 'day.ts'), example);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const manifest = (): Manifest =>
  JSON.parse(readFileSync(path.join(project, 'node_modules/tapedeck/package.json'), 'utf8')) as Manifest;

describe('the package', () => {
  it('has nothing that publint would mend', async () => {
    const { messages, pkg } = await publint({
      pkgDir: path.join(project, 'node_modules/tapedeck'),
      pack: false,
    });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('brings nothing of the desktop with it', () => {
    expect(Object.keys(manifest().dependencies)).toEqual(['parquetjs-lite', 'pino', 'zod']);
    expect(manifest()).not.toHaveProperty('peerDependencies');
    expect(manifest()).not.toHaveProperty('optionalDependencies');
    expect(tarball.length).toBeLessThan(4_000_000);
  });

  it('plays the day of the page', async () => {
    const { stdout } = await run(process.execPath, ['day.js'], { cwd: project });
    expect(stdout).toBe("{ kind: 'completed' } 78 user\n");
  });

  it('is typed: the page compiles strictly, libraries looked into', async () => {
    writeFileSync(
      path.join(project, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: 'nodenext',
          target: 'ES2022',
          lib: ['ES2022', 'DOM'],
          types: [],
          resolveJsonModule: true,
          skipLibCheck: false,
        },
        include: ['day.ts'],
      }),
    );
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', project]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });

  it('has the command', async () => {
    const bin = path.join(project, 'node_modules/tapedeck/bin/tapedeck.js');
    const env = { ...process.env, TAPEDECK_USER_DIR: path.join(project, 'user') };
    const config = 'node_modules/tapedeck/session_configs/sample-late-add.json';
    // The bars are those of the day above.
    const args = [
      'run',
      config,
      '--data',
      'bars',
      '--speed',
      '0',
      '--at',
      '10:00 add AAPL',
      '--out',
      'a-day',
    ];
    const { stdout } = await run(process.execPath, [bin, ...args], { cwd: project, env });
    expect(stdout).toContain('run folder: ');
    const summary = JSON.parse(readFileSync(path.join(project, 'a-day/summary.json'), 'utf8')) as object;
    expect(summary).toMatchObject({
      outcome: 'completed',
      symbols: { AAPL: { metadata: { added_by: 'user' } } },
    });
  });
});
