/**
 * Are the rules of the engine really tested? Puts one deliberate defect after another into a copy of `core`, runs the
 * tests that should notice, and fails when one does not. `node scripts/mutation-check.mjs [WORD]` runs those with WORD in their name.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTATIONS } from './mutations.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const TESTS = ['test/unit/session-coordinator', 'test/unit/session-data', 'test/unit/execution'];
/** The compiler options of the tests; not the root's tsconfig, which names folders that are not copied. */
const PARTS = [
  'core',
  'test/helpers',
  'test/fixtures',
  'test/unit/data-processor/synthetic-series.ts',
  'vitest.config.ts',
  'package.json',
  'tsconfig.base.json',
];
/** Short property suites: a defect that only thousands of runs find is not well tested. */
const RUNS = '40';

/** The failure of tests that never ended: a defect that loops forever is noticed too, and distinguished. */
const HUNG = 'hung';

/** Why the tests of the copy fail; undefined when they pass. The quick ones first, then the rules over random sessions. */
function failureIn(folder) {
  return failureOf(folder, ['--exclude', '**/*.property.test.ts']) ?? failureOf(folder, ['property']);
}

function failureOf(folder, which) {
  const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const filters = which.includes('property') ? which : [...TESTS, ...which];
  // Threads, so that a defect that loops for ever ends with the process that is killed.
  const words = ['run', '--project', 'unit', '--bail', '1', '--pool', 'threads', ...filters];
  const run = spawnSync(process.execPath, [vitest, ...words], {
    cwd: folder,
    env: { ...process.env, TAPEDECK_RUNS: RUNS },
    encoding: 'utf8',
    timeout: 180_000,
  });
  if (run.error !== undefined && run.error.code !== 'ETIMEDOUT') throw run.error;
  if (run.error !== undefined) return HUNG;
  return run.status === 0 ? undefined : run.stdout;
}

function mutate(folder, { name, file, find, replace }) {
  const target = path.join(folder, file);
  const text = readFileSync(target, 'utf8');
  if (text.split(find).length !== 2)
    throw new Error(`${name}: ${file} has not exactly one ${JSON.stringify(find)}`);
  writeFileSync(
    target,
    text.replace(find, () => replace),
  );
  return () => writeFileSync(target, text);
}

function main() {
  const word = process.argv[2] ?? '';
  const chosen = MUTATIONS.filter(({ name }) => name.includes(word));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-mutations-'));
  try {
    for (const part of [...PARTS, ...TESTS]) {
      cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
    }
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    const broken = failureIn(folder);
    if (broken !== undefined) throw new Error(`the tests fail without any defect:\n${broken}`);
    const survivors = chosen.filter((mutation) => {
      const undo = mutate(folder, mutation);
      const failure = failureIn(folder);
      undo();
      const verdict = failure === undefined ? 'SURVIVED' : failure === HUNG ? 'hung    ' : 'caught  ';
      process.stdout.write(`${verdict}  ${mutation.name}  (${mutation.file})\n`);
      return failure === undefined;
    });
    process.stdout.write(`${chosen.length - survivors.length} of ${chosen.length} defects caught\n`);
    process.exitCode = survivors.length === 0 && chosen.length > 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
