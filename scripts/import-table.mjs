/**
 * `npm run import:table -- FOLDER`: imports each file below a folder into a store of its own and prints, as a Markdown
 * table, what was proposed, written and refused, and the bars that the folder's counts.csv has of it (summed over days).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './build-parts.mjs';
import { build } from './build.mjs';

const folder = path.resolve(process.argv[2] ?? path.join(root, '..', 'shared', 'data', 'real'));
const BARS = /\.(csv|txt|tsv|json|parquet|pq|zip)$/i;

function imported(file) {
  const data = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-table-'));
  const words = ['import', file, '--yes', '--json', '--data', data];
  const options = { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] };
  try {
    return JSON.parse(
      execFileSync(process.execPath, [path.join(root, 'bin', 'tapedeck.js'), ...words], options),
    );
  } catch (error) {
    return JSON.parse(error.stdout);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Bars per file and symbol, as another program counted them. */
function countsIn(place) {
  const counts = new Map();
  const file = path.join(place, 'bars', 'counts.csv');
  if (!existsSync(file)) return counts;
  const [, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  for (const line of lines) {
    const [group, name, symbol, , bars] = line.split(',');
    const key = `${name} ${symbol} ${group}`;
    counts.set(key, (counts.get(key) ?? 0) + Number(bars));
  }
  return counts;
}

/** The longest name wins: a folder may hold a file of the same name. */
function counted(counts, file, symbol) {
  const keys = [...counts.keys()].filter((key) => {
    const [name, of, group] = key.split(' ');
    return of === symbol && file.endsWith(`/${name}`) && file.includes(`/${group}/`);
  });
  return counts.get(keys.sort((a, b) => b.length - a.length)[0]);
}

const row = (...cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;

function rowsOf(file, counts) {
  const { proposals, reports, failures } = imported(file);
  const name = path.relative(folder, file);
  const [failure] = failures;
  if (failure !== undefined) {
    const said = failure.message.replaceAll(file, name.split('/').at(-1));
    return [row(name, '–', '–', 0, '–', `${failure.code}: ${said}`, '–')];
  }
  return reports.flatMap((report, index) => {
    const { format, zone, stamp, interval } = proposals[index];
    const read = `${format}; ${interval.value}; ${zone.value}; ${stamp.value}`;
    const refusals = report.refusals.map(({ reason, count }) => `${count} ${reason}`).join(', ') || '0';
    return report.symbols.map(({ symbol, written }) => {
      const own = report.findings.filter((finding) => finding.symbol === symbol);
      const findings = own.map(({ kind, count }) => `${count} ${kind}`).join(', ');
      const wanted = counted(counts, file, symbol);
      const check = wanted === undefined ? '–' : wanted === written ? `${wanted} ✓` : `${wanted} ✗`;
      return row(name, read, symbol, written, check, refusals, findings || '–');
    });
  });
}

function filesIn(place) {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && BARS.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

await build({ names: ['cli'], ifStale: true, quiet: true });
console.log(row('file', 'read as', 'symbol', 'bars written', 'counted', 'refused', 'findings'));
console.log(row('---', '---', '---', '--:', '--:', '---', '---'));
const counts = countsIn(folder);
for (const file of filesIn(folder)) for (const line of rowsOf(file, counts)) console.log(line);
