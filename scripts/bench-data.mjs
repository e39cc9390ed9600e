import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { loadSources } from './load-sources.mjs';

/**
 * The data manager against DuckDB on the same files, as ratios of one run (below 1: faster than DuckDB).
 *
 *   node scripts/bench-data.mjs [--json]
 */
const MODULES = [
  'core/data-manager/parquet-bar-store.ts',
  'core/data-manager/sample/random.ts',
  'core/data-manager/importers/import-source.ts',
  'core/data-manager/importers/propose-import.ts',
  'core/data-manager/importers/run-import.ts',
  'core/model/bar-columns.ts',
  'core/time-manager/us-equity-calendar.ts',
  'electron/host/store/node-files.ts',
];

const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-bench-'));
const results = {};
try {
  const program = await loadSources(MODULES, folder);
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  await benchReading(program, connection);
  await benchImporting(program, connection);
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(results)}\n`);
  else
    for (const [name, value] of Object.entries(results))
      process.stdout.write(`${name.padEnd(34)} ${value}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function store(program, name) {
  const calendar = program.createUsEquityCalendar();
  const files = program.createNodeFiles();
  return program.createParquetBarStore({ files, calendar, location: path.join(folder, name) });
}

async function benchReading(program, connection) {
  const calendar = program.createUsEquityCalendar();
  const bars = monthOfMinutes(program, calendar);
  const symbols = Array.from({ length: 500 }, (_, index) => `S${String(index).padStart(3, '0')}`);
  const filling = store(program, 'many');
  for (const symbol of symbols)
    await filling.writeBars(symbol, '1m', bars, { source: 'bench', adjusted: false });
  const range = { from: 0, to: 4e12 };
  const file = path.join(folder, 'many/bars/interval=1m/symbol=S000/2025-07.parquet');

  const cold = await fastest(() => store(program, 'many').getBars('S000', '1m', range));
  const warm = await fastest(() => filling.getBars('S000', '1m', range));
  const duckdb = await fastest(async () =>
    (await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`)).getColumns(),
  );
  results['symbol-month, rows'] = bars.length;
  results['symbol-month, footer unknown, ms'] = round(cold);
  results['symbol-month, footer known, ms'] = round(warm);
  results['symbol-month, DuckDB, ms'] = round(duckdb);
  results['symbol-month against DuckDB'] = round(cold / duckdb);

  const opened = store(program, 'many');
  const started = performance.now();
  const read = await Promise.all(symbols.map((symbol) => opened.getBars(symbol, '1m', range)));
  results['500 symbols, a month each, ms'] = round(performance.now() - started);
  if (!read.every((one) => one.ok && one.value.bars.length === bars.length)) process.exitCode = 1;
}

async function benchImporting(program, connection) {
  const rows = 1_000_000;
  const file = path.join(folder, 'AAPL_million.csv');
  await writeMillion(file, rows);
  results['CSV, rows'] = rows;
  results['CSV, MB'] = round(statSync(file).size / 1e6);
  const calendar = program.createUsEquityCalendar();
  const source = program.fileSource(program.createNodeFiles(), file);
  const proposed = await program.proposeImport(source, { calendar });
  const attempts = [0, 1, 2];
  const importing = { ms: Number.POSITIVE_INFINITY };
  for (const attempt of attempts) {
    const one = await timed(() =>
      program.runImport(proposed.value, { store: store(program, `imported-${attempt}`), calendar }),
    );
    if (one.value.value.symbols[0].written !== rows) process.exitCode = 1;
    importing.ms = Math.min(importing.ms, one.ms);
  }
  const nowhere = {
    writeBars: (_s, _i, bars) => Promise.resolve({ ok: true, value: noReport(bars.length) }),
  };
  const reading = await timed(() => program.runImport(proposed.value, { store: nowhere, calendar }));
  const copying = { ms: Number.POSITIVE_INFINITY };
  for (const attempt of attempts) {
    const target = path.join(folder, `copy-${attempt}.parquet`);
    const one = await timed(() =>
      connection.run(`COPY (SELECT * FROM read_csv('${file}') ORDER BY timestamp) TO '${target}'`),
    );
    copying.ms = Math.min(copying.ms, one.ms);
  }
  results['CSV, import, ms'] = round(importing.ms);
  results['CSV, of it reading and judging, ms'] = round(reading.ms);
  results['CSV, DuckDB COPY, ms'] = round(copying.ms);
  results['CSV import against DuckDB COPY'] = round(importing.ms / copying.ms);
}

function noReport(written) {
  return { written, unchanged: 0, replaced: 0, kept: 0, discardedSynthetic: 0, files: [], setAside: [] };
}

function monthOfMinutes(program, calendar) {
  const random = program.createRandom('bench');
  const bars = new program.BarColumns();
  for (const day of calendar.tradingDays('2025-07-01', '2025-07-29')) {
    const session = calendar.tradingSession(day);
    for (let t = session.open; t < session.close; t += 60_000) {
      const price = Math.round((100 + random.normal()) * 100) / 100;
      bars.append(t, price, price + 0.02, price - 0.01, price + 0.01, Math.floor(random.uniform() * 50_000));
    }
  }
  return bars;
}

/** One symbol's minutes round the clock: a million of them are almost two years. */
async function writeMillion(file, rows) {
  const out = createWriteStream(file);
  out.write('timestamp,open,high,low,close,volume\n');
  for (let row = 0; row < rows; row++) {
    const price = 100 + ((row * 7) % 500) / 100;
    const stamp = new Date(Date.UTC(2023, 0, 2) + row * 60_000).toISOString();
    const line = `${stamp},${price.toFixed(2)},${(price + 0.05).toFixed(2)},${(price - 0.04).toFixed(2)},${price.toFixed(2)},${row % 9_000}\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

async function fastest(job) {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 40; attempt++) best = Math.min(best, (await timed(job)).ms);
  return best;
}

async function timed(job) {
  const started = performance.now();
  const value = await job();
  return { value, ms: performance.now() - started };
}

function round(value) {
  return Math.round(value * 100) / 100;
}
