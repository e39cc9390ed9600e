import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { root } from './build-parts.mjs';

/**
 * Imports a CSV file of many rows (20 million by default) and prints its duration and peak memory.
 *
 * node scripts/bench-import.mjs [ROWS]
 *
 * Rows are in order of time, all symbols mixed, over many months: the hardest order for a writer.
 */
const rows = Number(process.argv[2] ?? 20_000_000);
const SYMBOLS = Array.from({ length: 200 }, (_, index) => `S${String(index).padStart(3, '0')}`);
const MINUTES_OF_DAY = 390;

const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-bench-'));
try {
  await build({ names: ['cli'], ifStale: true, quiet: true });
  const file = path.join(folder, 'bars.csv');
  await writeRows(file);
  const megabytes = Math.round(statSync(file).size / 1e6);
  process.stdout.write(
    `${rows.toLocaleString('en-US')} rows, ${SYMBOLS.length} symbols, ${megabytes} MB of CSV\n`,
  );
  const { report, seconds, peak } = await importFile(file);
  const written = report.reports[0]?.rows_written ?? 0;
  process.stdout.write(
    `${written.toLocaleString('en-US')} bars in ${seconds.toFixed(1)} s (${Math.round(rows / seconds).toLocaleString('en-US')} rows/s), ` +
      `peak memory ${Math.round(peak / 1024)} MB\n`,
  );
  if (written !== rows) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function writeRows(file) {
  const out = createWriteStream(file);
  out.write('symbol,timestamp,open,high,low,close,volume\n');
  for (let step = 0, made = 0; made < rows; step++) {
    const text = [];
    const stamp = stampOf(step);
    for (const [index, symbol] of SYMBOLS.entries()) {
      if (made === rows) break;
      const price = 50 + index + ((step * 7 + index * 13) % 400) / 100;
      const volume = step % MINUTES_OF_DAY === 0 ? 90_000 : 100 + ((step * 31 + index) % 5_000);
      text.push(
        `${symbol},${stamp},${price.toFixed(2)},${(price + 0.05).toFixed(2)},${(price - 0.04).toFixed(2)},${(price + 0.01).toFixed(2)},${volume}`,
      );
      made += 1;
    }
    if (!out.write(`${text.join('\n')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** Regular minutes of weekdays from 3 January 2022 on, in UTC as of winter. */
function stampOf(step) {
  const day = Math.floor(step / MINUTES_OF_DAY);
  const days = Math.floor(day / 5) * 7 + (day % 5);
  return new Date(Date.UTC(2022, 0, 3 + days, 14, 30 + (step % MINUTES_OF_DAY))).toISOString();
}

async function importFile(file) {
  const probe = path.join(folder, 'probe.cjs');
  const peakFile = path.join(folder, 'peak');
  writeFileSync(
    probe,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peakFile)}, String(process.resourceUsage().maxRSS)));`,
  );
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--require',
      probe,
      path.join(root, 'dist/cli/cli.cjs'),
      'import',
      file,
      '--yes',
      '--json',
      '--data',
      path.join(folder, 'store'),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let out = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  await once(child, 'close');
  const seconds = (performance.now() - started) / 1000;
  return { report: JSON.parse(out), seconds, peak: Number(readFileSync(peakFile, 'utf8')) };
}
