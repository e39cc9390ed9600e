import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { root } from './build-parts.mjs';
import { loadSources } from './load-sources.mjs';

/** The contents of stores: the bench's walks, and the bar store. */
const MODULES = [
  'core/data-manager/parquet-bar-store.ts',
  'core/time-manager/us-equity-calendar.ts',
  'electron/host/store/node-files.ts',
  'electron/bench/play-bench.ts',
  'electron/bench/walk-store.ts',
];

const MINUTES = { streams: ['1m', '5m', '15m'] };

/** The most memory, in MB, that whole runs of the command line had, and that they kept when what is garbage was collected: symbols × days of minutes. */
export async function measureMemory(sizes) {
  await build({ names: ['cli', 'reading'], ifStale: true, quiet: true });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-memory-'));
  try {
    const program = await loadSources(MODULES, folder);
    const measured = [];
    for (const [symbols, days] of sizes) {
      const work = await fill(program, folder, symbols, days);
      const { timing } = runOne(work);
      const [peak_mb, kept_mb] = [timing.peak_rss_bytes, keptBytes(work)].map((bytes) =>
        Math.round(bytes / 1e6),
      );
      measured.push({ symbols, days, bars: timing.bars, peak_mb, kept_mb });
    }
    return measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The functions in which a run with this many symbols and days spends its time, most first: names and shares. */
export async function measureProfile(symbols, days) {
  await build({ names: ['cli', 'reading'], ifStale: true, quiet: true });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-profile-'));
  try {
    const file = path.join(folder, 'run.cpuprofile');
    runOne(await fill(await loadSources(MODULES, folder), folder, symbols, days), '--profile', file);
    return sharesOf(JSON.parse(readFileSync(file, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sharesOf({ nodes, samples, timeDeltas }) {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName || '(unnamed)']));
  const times = new Map();
  samples.forEach((id, index) => {
    const name = names.get(id);
    if (name !== '(idle)') times.set(name, (times.get(name) ?? 0) + timeDeltas[index]);
  });
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 12)
    .map(([name, time]) => ({ name, share: time / all }));
}

/** A store, and a config over all of it. */
async function fill(program, folder, symbols, days) {
  const data = path.join(folder, `${symbols}-${days}`);
  const sessions = program.benchSessions(days - 1);
  const calendar = program.createUsEquityCalendar();
  const files = program.createNodeFiles();
  const store = program.createParquetBarStore({ files, calendar, location: data });
  const bars = program.walkBars(symbols, sessions, 100);
  for (const [symbol, columns] of bars) {
    const written = await store.writeBars(symbol, '1m', columns, { source: 'bench', adjusted: false });
    if (!written.ok) throw new Error(written.failure.message);
  }
  const config = path.join(folder, `${symbols}-${days}.json`);
  const range = { start_date: sessions[0].day, end_date: sessions.at(-1).day };
  const session = { session_name: 'memory', mode: 'backtest', backtest_config: range };
  const wanted = { ...MINUTES, symbols: [...bars.keys()] };
  writeFileSync(config, JSON.stringify({ ...session, session_data_config: wanted }));
  return { config, data, out: path.join(folder, `run-${symbols}-${days}`) };
}

function runOne(work, ...more) {
  return JSON.parse(node([], work, more, process.env));
}

function keptBytes(work) {
  const file = `${work.out}-kept`;
  const watch = ['--expose-gc', '--require', path.join(root, 'scripts/watch-kept-memory.cjs')];
  node(watch, { ...work, out: `${work.out}-again` }, [], { ...process.env, TAPEDECK_KEPT_MEMORY: file });
  return Number(readFileSync(file, 'utf8'));
}

function node(flags, { config, data, out }, more, env) {
  const cli = path.join(root, 'dist/cli/cli.cjs');
  const words = [cli, 'run', config, '--data', data, '--out', out, '--json', ...more];
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e9, env };
  return execFileSync(process.execPath, [...flags, ...words], options);
}
