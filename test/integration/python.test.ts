import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../scripts/build.mjs';

/** The Python package, installed from its wheel into an environment of its own, on real run folders. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-python-'));
const python = path.join(home, 'env', 'bin', 'python');
const why = environment();
if (why !== undefined) console.log(`skipped, the Python package: ${why}`);

/** Why the package cannot be tried here; undefined where its environment is ready. */
function environment(): string | undefined {
  const steps: readonly (readonly string[])[] = [
    ['python3', '-m', 'venv', path.join(home, 'env')],
    [python, '-m', 'pip', 'wheel', '--quiet', '--no-deps', '--wheel-dir', home, path.join(root, 'python')],
    [python, '-m', 'pip', 'install', '--quiet', '--find-links', home, 'tapedeck[pandas,polars]==0.1.0'],
    [python, '-c', 'import duckdb, pandas, polars, tapedeck'],
  ];
  for (const [file = '', ...words] of steps) {
    const done = spawnSync(file, words, { encoding: 'utf8', timeout: 240_000 });
    if (done.status !== 0) return (done.stderr || String(done.error)).trim().split('\n').at(-1) ?? 'unknown';
  }
  return undefined;
}

const env = {
  ...process.env,
  TAPEDECK_USER_DIR: path.join(home, 'user'),
  TAPEDECK_DATA: path.join(home, 'data'),
  TAPEDECK_PROGRAM: `${process.execPath} ${path.join(root, 'dist', 'cli', 'cli.cjs')}`,
};
const tapedeck = (...words: string[]): string =>
  execFileSync(process.execPath, [path.join(root, 'dist', 'cli', 'cli.cjs'), ...words], {
    env,
    cwd: home,
    encoding: 'utf8',
    stdio: 'pipe',
  });

beforeAll(() => build({ names: ['cli', 'reading'], ifStale: true, quiet: true }));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.skipIf(why !== undefined)('the Python package', () => {
  it('reads the same tables in every kind, starts the program, and the notebook runs', () => {
    tapedeck('sample');
    const config = path.join(root, 'session_configs', 'sample-week.json');
    copyFileSync(config, path.join(home, 'week.json'));
    const sma = ['week.json', '--strategy', 'sma-cross'];
    tapedeck('run', ...sma, '--speed', '0', '--at', '10:00 add AAPL', '--out', 'run');
    const axes = ['--param', 'fast=5..20:5', '--param', 'slow=20,50', '--where', 'fast<slow'];
    tapedeck('sweep', ...sma, ...axes, '--objective', 'profit', '--keep', '0', '--out', 'sweep');
    const check = path.join(root, 'python', 'tests', 'check.py');
    const notebook = path.join(root, 'python', 'notebooks', 'from-sample-to-verdict.ipynb');
    const words = [check, path.join(home, 'run'), path.join(home, 'sweep'), notebook];
    const said = execFileSync(python, words, { env, cwd: root, encoding: 'utf8', stdio: 'pipe' });
    expect(said).toMatch(/^ok /m);
    expect(said).toContain('too little to judge');
  });
});
