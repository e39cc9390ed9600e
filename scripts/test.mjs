/**
 * Everything that must hold before a change is done. `node scripts/test.mjs [--without e2e]`.
 * Prints one line a step, the output of a step that failed, and last `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './build-parts.mjs';
import { hasDisplay } from './electron-binary.mjs';
import { playwrightOutcome, vitestOutcome } from './test-reports.mjs';

const reports = path.join(root, 'build', 'test');
const vitestReport = path.join(reports, 'vitest.json');
const playwrightReport = path.join(reports, 'playwright.json');
/** The long proofs of the night take hours. */
const STEP_LIMIT_MS = (process.env.TAPEDECK_RUNS === 'night' ? 150 : 20) * 60_000;

const tool = (name, ...args) => [path.join(root, 'node_modules', '.bin', name), ...args];

/** `independent` steps run at once, before the others. */
const STEPS = [
  { name: 'build', independent: true, command: [process.execPath, 'scripts/build.mjs'] },
  { name: 'types', independent: true, command: tool('tsc', '-b') },
  {
    name: 'lint',
    independent: true,
    command: tool('oxlint', '--type-aware', '--deny-warnings', '--format=stylish'),
  },
  { name: 'format', independent: true, command: tool('oxfmt', '--check', '.') },
  { name: 'unused', independent: true, command: tool('knip', '--no-progress') },
  {
    name: 'unit and integration',
    command: tool(
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestReport}`,
    ),
    outcome: () => vitestOutcome(vitestReport),
  },
  {
    name: 'e2e',
    command: [...virtualDisplay(), ...tool('playwright', 'test', '--reporter=list,json')],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
    outcome: () => playwrightOutcome(playwrightReport),
  },
];

/** A machine without a display can still run Electron when there is a virtual one. */
function virtualDisplay() {
  const xvfb = '/usr/bin/xvfb-run';
  return !hasDisplay() && existsSync(xvfb)
    ? [xvfb, '-a', '--server-args=-screen 0 1280x1024x24 -noreset']
    : [];
}

function run(step) {
  return new Promise((resolve) => {
    const [file, ...args] = step.command;
    const env = { ...process.env, ...step.env, NO_COLOR: '1', FORCE_COLOR: undefined };
    const child = spawn(file, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: STEP_LIMIT_MS,
    });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    const end = (ok) => resolve({ ok, output: Buffer.concat(chunks).toString().trim() });
    child.on('error', (error) => {
      chunks.push(Buffer.from(error.message));
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

/** A step without a report of its own counts as one test; so does one that broke before it could write its report. */
function outcomeOf(step, ok) {
  const whole = { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, notes: [] };
  const counted = step.outcome?.() ?? whole;
  return ok || counted.failed > 0 ? counted : { ...counted, failed: 1 };
}

const counts = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

const words = process.argv.slice(2);
const without = new Set(words.filter((_, index) => words[index - 1] === '--without'));
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };

/** Runs a step and prints its line, its notes, and its output when it failed. */
async function report(step) {
  const startedMs = performance.now();
  const { ok, output } = await run(step);
  const outcome = outcomeOf(step, ok);
  for (const key of Object.keys(total)) total[key] += outcome[key];
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  const detail = step.outcome === undefined ? '' : ` (${counts(outcome)})`;
  const lines = [
    `${ok ? 'ok    ' : 'FAILED'} ${step.name}${detail} ${seconds} s`,
    ...outcome.notes.map((note) => `       ${note}`),
    ...(ok ? [] : [`${output}\n`]),
  ];
  console.log(lines.join('\n'));
}

const wanted = STEPS.filter(({ name }) => !without.has(name));
await Promise.all(wanted.filter(({ independent }) => independent === true).map(report));
for (const step of wanted.filter(({ independent }) => independent !== true)) await report(step);
console.log(counts(total));
process.exitCode = total.failed > 0 ? 1 : 0;
