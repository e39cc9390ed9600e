/**
 * `node scripts/import-kinds.mjs`: imports a small made-up file of each vendor's shape with `--yes` alone and writes the
 * table of docs/data.md: what is stored, what is asked, what is refused.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './build-parts.mjs';
import { build } from './build.mjs';
import { OTHER_KINDS } from './kinds/other-kinds.mjs';
import { TEXT_KINDS } from './kinds/text-kinds.mjs';

function stateOf(name, content) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-kinds-'));
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  const words = ['import', file, '--yes', '--json', '--data', path.join(folder, 'store')];
  let text;
  try {
    text = execFileSync(process.execPath, [path.join(root, 'bin', 'tapedeck.js'), ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    text = error.stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { reports, failures, proposals } = JSON.parse(text);
  const stored = reports.flatMap((report) =>
    report.symbols.map(({ symbol, bars: count }) => `${symbol}, ${count} of ${report.interval}`),
  );
  if (stored.length > 0) return `stored: ${stored.join('; ')}`;
  const question = proposals.flatMap(({ questions }) => questions)[0];
  if (question !== undefined)
    return `asks: ${[...question.matchAll(/--[a-z-]+/g)]
      .map(([flag]) => `\`${flag}\``)
      .filter((flag, index, all) => all.indexOf(flag) === index)
      .join(', ')}`;
  const [failure] = failures;
  return failure?.code === 'bad_usage'
    ? 'asks: `--symbol`'
    : `refused, says what it is${/python3|duckdb/.test(failure?.hint ?? '') ? ' and how to convert it' : /--bars/.test(failure?.hint ?? '') ? '; `--bars 1m` makes bars of it' : ''}`;
}

await build({ names: ['cli'], ifStale: true, quiet: true });
const rows = [...TEXT_KINDS, ...OTHER_KINDS].map(
  ([vendor, shape, name, content]) =>
    `| ${String(vendor)} | ${String(shape)} | \`${String(name)}\` | ${stateOf(name, content)} |`,
);
const table = ['| vendor | shape | file | with `--yes` alone |', '|---|---|---|---|', ...rows].join('\n');
const page = path.join(root, 'docs', 'data.md');
const text = readFileSync(page, 'utf8');
const marks = /(<!-- import-kinds -->\n)[\s\S]*?(\n<!-- \/import-kinds -->)/;
writeFileSync(
  page,
  text.replace(marks, (_, open, close) => `${open}${table}${close}`),
);
process.stdout.write(`${table}\n`);
