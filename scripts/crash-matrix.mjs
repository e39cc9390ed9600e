/**
 * Does a kill at any moment lose anything? `node scripts/crash-matrix.mjs [--kills 200] [--seed 1] [--out FILE]` runs days, imports and
 * exports of the sample in a temporary folder, kills them with SIGKILL at random moments, picks them up, and compares with
 * what an undisturbed run gives. Then fills a small disk under them, where this user may mount one.
 * Prints a table; ends with 1 when anything was lost, half written, or ended without a word.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkImport, checkRun, GET } from './crash-checks.mjs';
import { loadSources } from './load-sources.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const PROGRAM = path.join(ROOT, 'bin', 'tapedeck.js');
const DAY = '2025-11-03';
const COMMANDS = ['--at', '10:00 add AAPL', '--at', '11:30 remove RIVN', '--at', '12:00 add RIVN'];
const EXPORTS = ['--export-at', '12:30', '--export-at', 'close'];
/** Slow enough to be killed on the way, in the middle of a catch-up too. */
const PACES = [
  ['--speed', '40000'],
  ['--speed', '60000', '--catchup-pace', '150'],
];
const IMPORTED_MONTHS = 12;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    /** Where the outcome is written as JSON, for a page of results. */
    out: { type: 'string' },
  },
});
const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-crash-'));
const { createRandom } = await loadSources(['core/data-manager/sample/random.ts'], folder);
const random = createRandom(`crash ${values.seed}`);
const at = (...names) => path.join(folder, ...names);
const losses = [];
const counts = {};
const disks = [];

const environment = (data) => ({ ...process.env, TAPEDECK_DATA: data, TAPEDECK_USER_DIR: at('user') });

function tapedeck(data, ...words) {
  return spawnSync(process.execPath, [PROGRAM, ...words], {
    cwd: folder,
    env: environment(data),
    encoding: 'utf8',
    timeout: 60_000,
  });
}

function must(data, ...words) {
  const said = tapedeck(data, ...words);
  if (said.status !== 0)
    throw new Error(`tapedeck ${words.join(' ')} ended with ${said.status}: ${said.stderr}`);
  return said.stdout;
}

/**
 * Starts a command and kills it after some milliseconds, unless it ends before. Returns its duration if it ended on its
 * own.
 */
function killedAfter(ms, data, ...words) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...words], {
      cwd: folder,
      env: environment(data),
      stdio: 'ignore',
    });
    const startedMs = performance.now();
    const timer = setTimeout(() => child.kill('SIGKILL'), ms);
    child.once('exit', (_code, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL' ? undefined : performance.now() - startedMs);
    });
  });
}

function lost(what, detail) {
  losses.push(`${what}: ${detail}`);
  console.error(`LOST  ${what}: ${detail}`);
}

function count(what) {
  counts[what] = (counts[what] ?? 0) + 1;
}

/** Five minutes of every day of a year: small, and a month a file. */
function csvOf(price) {
  const rows = ['symbol,timestamp,open,high,low,close,volume'];
  for (let month = 0; month < IMPORTED_MONTHS; month++) {
    for (let day = 1; day <= 28; day++) {
      for (let minute = 0; minute < 60; minute++) {
        const time = new Date(Date.UTC(2024, month, day, 15, minute)).toISOString();
        const close = (price + month + minute / 100).toFixed(2);
        rows.push(`NEWX,${time},${close},${close},${close},${close},${100 + minute}`);
      }
    }
  }
  return `${rows.join('\n')}\n`;
}

const rowsOf = (csv) => new Set(csv.trim().split('\n').slice(1));

function timed(work) {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

function prepare() {
  mkdirSync(at('user'), { recursive: true });
  must(at('data'), 'sample');
  writeFileSync(
    at('day.json'),
    JSON.stringify({
      session_name: 'day',
      mode: 'backtest',
      backtest_config: { start_date: DAY, end_date: '2025-11-04' },
      session_data_config: { symbols: ['RIVN', 'KO'], streams: ['1m', '5m', '15m'] },
    }),
  );
  writeFileSync(at('old.csv'), csvOf(10));
  writeFileSync(at('fresh.csv'), csvOf(50));
  const runMs = timed(() =>
    must(at('data'), 'run', 'day.json', ...COMMANDS, ...EXPORTS, ...PACES[0], '--out', 'whole'),
  );
  must(at('store-old'), 'import', 'old.csv', '--yes');
  const old = must(at('store-old'), ...GET);
  cpSync(at('store-old'), at('store-fresh'), { recursive: true });
  const importMs = timed(() => must(at('store-fresh'), 'import', 'fresh.csv', '--yes'));
  const text = must(at('store-fresh'), ...GET);
  return {
    run: {
      ms: runMs,
      events: readFileSync(at('whole', 'events.jsonl'), 'utf8'),
      exports: readdirSync(at('whole', 'exports')),
    },
    import: { ms: importMs, old: rowsOf(old), fresh: rowsOf(text), text },
  };
}

/** Answers whether anything was killed: a work may end before its moment. */
async function killOnce(number, reference) {
  const run = `run-${number}`;
  const store = at(`store-${number}`);
  const kind = ['run', 'import', 'run and import'][Math.floor(random.uniform() * 3)];
  const kinds = ['run', 'import'].filter((each) => kind.includes(each));
  // From before the first line of the program to about its end.
  const longest = Math.max(...kinds.map((each) => reference[each].ms));
  const moment = Math.round(longest * (0.1 + random.uniform()));
  const what = `kill ${number} (${kind}, after ${moment} ms)`;
  const pace = PACES[Math.floor(random.uniform() * PACES.length)];
  const works = kinds.map(async (each) => {
    if (each === 'import') cpSync(at('store-old'), store, { recursive: true });
    const endedAfter = await (each === 'run'
      ? killedAfter(moment, at('data'), 'run', 'day.json', ...COMMANDS, ...EXPORTS, ...pace, '--out', run)
      : killedAfter(moment, store, 'import', 'fresh.csv', '--yes'));
    // The machine may be quieter now than when it was measured first.
    if (endedAfter !== undefined) reference[each].ms = Math.min(reference[each].ms, endedAfter);
    return endedAfter === undefined;
  });
  const isKilled = (await Promise.all(works)).includes(true);
  count(isKilled ? 'killed' : 'ended before the kill');
  if (kinds.includes('run')) checkRun(lab, run, reference.run, what);
  if (kinds.includes('import')) checkImport(lab, store, reference.import, what);
  for (const name of [run, `${run}-resumed`]) rmSync(at(name), { recursive: true, force: true });
  rmSync(store, { recursive: true, force: true });
  return isKilled;
}

const lab = { at, tapedeck, must, lost, count };

/** A run and an import on a disk that becomes full: reported, and no existing file is lost. */
function fillDisk(reference) {
  const disk = at('disk');
  mkdirSync(disk);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status !== 0)
    return console.log('disk full: not tried, this user may not mount a small disk');
  try {
    cpSync(at('store-old'), path.join(disk, 'store'), { recursive: true });
    fillUp(path.join(disk, 'ballast'), 0);
    const imported = tapedeck(path.join(disk, 'store'), 'import', 'fresh.csv', '--yes');
    told('an import on a full disk', imported);
    fillUp(path.join(disk, 'ballast'), 65_536);
    const run = tapedeck(
      at('data'),
      'run',
      'day.json',
      ...COMMANDS,
      ...EXPORTS,
      '--out',
      path.join(disk, 'run'),
    );
    told('a run on a disk that becomes full', run);
    rmSync(path.join(disk, 'ballast'));
    rmSync(path.join(disk, 'run'), { recursive: true, force: true });
    checkImport(lab, path.join(disk, 'store'), reference.import, 'a disk that was full');
  } finally {
    spawnSync('umount', [disk]);
  }
  return undefined;
}

/** Makes a file as large as the disk takes, but for `free` bytes. */
function fillUp(file, free) {
  rmSync(file, { force: true });
  const page = Buffer.alloc(4_096);
  for (;;) {
    try {
      appendFileSync(file, page);
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
      break;
    }
  }
  truncateSync(file, Math.max(0, statSync(file).size - free));
}

function told(what, { status, stderr }) {
  console.log(`${what}: exit ${status}; ${stderr.trim().split('\n').at(-1)}`);
  disks.push({ what, exit: status });
  if (status === 0) lost(what, 'it was not reported');
  else if (!/space|full|ENOSPC/i.test(stderr)) lost(what, 'the reason was not reported');
  if (/^\s+at /m.test(stderr)) lost(what, 'a stack trace instead of a sentence');
}

try {
  const reference = prepare();
  const kills = Number(values.kills);
  for (let number = 1, killed = 0; killed < kills; number++) {
    if (!(await killOnce(number, reference))) continue;
    killed++;
    if (killed % 20 === 0) console.log(`${killed} of ${kills}, ${losses.length} losses`);
  }
  fillDisk(reference);
  for (const [what, times] of Object.entries(counts)) console.log(`${String(times).padStart(5)}  ${what}`);
  if (values.out !== undefined)
    writeFileSync(values.out, JSON.stringify({ kills, seed: Number(values.seed), counts, losses, disks }));
  console.log(losses.length === 0 ? 'nothing was lost' : `${losses.length} losses`);
  process.exitCode = losses.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
