/**
 * Attacks the program and writes the results into docs/reliability.md, between the marks.
 * `node scripts/reliability-page.mjs [--runs 10000] [--kills 200] [--only
 * WORD]`: hostile configs, strategies, requests and frames, a disk that fails, then kills at random moments. With
 * `--only` the other results are kept from the last measurement.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const PAGE = path.join(ROOT, 'docs', 'reliability.md');
const RESULTS = path.join(ROOT, 'build', 'reliability');
const HOSTILE = ['configs', 'strategies', 'requests', 'frames', 'disk'];
const MARKS = ['<!-- measured -->', '<!-- /measured -->'];
const LONGEST_MS = 3_600_000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '200' },
    only: { type: 'string', default: '' },
  },
});

const resultOf = (name) => path.join(RESULTS, `${name}.json`);
const wanted = (name) => name.includes(values.only);

/** Plays one hostile suite and keeps its tests: `{ runs, tests: [{ title, passed }] }`. */
function attack(name) {
  const report = path.join(RESULTS, 'vitest.json');
  const words = ['run', '--project', 'integration', `test/integration/hostile/${name}.test.ts`];
  spawnSync(
    process.execPath,
    [
      path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
      ...words,
      `--testTimeout=${LONGEST_MS}`,
      '--reporter=json',
      `--outputFile=${report}`,
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, TAPEDECK_RUNS: values.runs },
    },
  );
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const tests = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .map(({ fullName, status }) => ({ title: fullName.trim(), passed: status === 'passed' }));
  writeFileSync(resultOf(name), JSON.stringify({ runs: Number(values.runs), tests }));
}

function kill() {
  const words = ['--kills', values.kills, '--out', resultOf('crash')];
  spawnSync(process.execPath, [path.join(ROOT, 'scripts', 'crash-matrix.mjs'), ...words], {
    stdio: 'inherit',
  });
}

const read = (name) =>
  existsSync(resultOf(name)) ? JSON.parse(readFileSync(resultOf(name), 'utf8')) : undefined;

/** Of a disk there are no more cases than writes, and all are tried. */
const casesOf = (name, runs) =>
  name === 'disk' ? 'each write, full, read-only, failing once' : runs.toLocaleString('en-US');

function hostileRows() {
  return HOSTILE.flatMap((name) => {
    const result = read(name);
    if (result === undefined) return [];
    return result.tests.map(
      ({ title, passed }) =>
        `| ${title} | ${casesOf(name, result.runs)} | ${passed ? 'holds' : '**broken**'} |`,
    );
  });
}

function crashLines() {
  const result = read('crash');
  if (result === undefined) return ['Not measured.'];
  const { kills, seed, counts, losses, disks } = result;
  return [
    `${kills} kills (seed ${seed}): ${losses.length === 0 ? 'nothing was lost' : `**${losses.length} losses**`}.`,
    '',
    '| what was found | times |',
    '| --- | --- |',
    ...Object.entries(counts).map(([what, times]) => `| ${what} | ${times} |`),
    ...disks.map(({ what, exit }) => `| ${what}: told, exit ${exit} | 1 |`),
    ...losses.map((loss) => `| **${loss}** | 1 |`),
  ];
}

function measured() {
  const gib = Math.round(os.totalmem() / 2 ** 30);
  const machine = `${os.cpus().length} processors, ${gib} GiB, ${os.type()}, Node ${process.versions.node}`;
  return [
    `Measured ${new Date().toISOString().slice(0, 10)}: ${machine}.`,
    '',
    '### Hostile input',
    '',
    '| what must hold | random cases | |',
    '| --- | --- | --- |',
    ...hostileRows(),
    '',
    '### Kills at random moments',
    '',
    ...crashLines(),
  ].join('\n');
}

mkdirSync(RESULTS, { recursive: true });
for (const name of HOSTILE.filter(wanted)) attack(name);
if (wanted('crash')) kill();
const page = readFileSync(PAGE, 'utf8');
const [begin, end] = MARKS.map((mark) => page.indexOf(mark));
writeFileSync(PAGE, `${page.slice(0, begin + MARKS[0].length)}\n\n${measured()}\n\n${page.slice(end)}`);
