import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { madeFiles, type MadeFile } from '../../helpers/bar-file-generator.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';
import { commandLine } from '../../helpers/command-line.ts';
import { readStoredSeries, type StoredSeries } from '../../helpers/stored-bars.ts';

const FILES = propertyRuns(300);

test(`of ${FILES} made-up files none is stored wrong, and at least 60 % are stored without a question`, async () => {
  const counts = { right: 0, asked: 0 };
  const wrong: string[] = [];
  const asked: string[] = [];
  for (const made of fc.sample(madeFiles, { numRuns: FILES, ...seedOf() })) {
    const outcome = await importMade(made);
    if (outcome === 'right') counts.right += 1;
    else if (outcome.startsWith('asked')) {
      counts.asked += 1;
      asked.push(`${made.about}: ${outcome}`);
    } else wrong.push(`${made.about}\n${outcome}`);
  }
  if (process.env['IMPORT_VARIATIONS_SHOW'] !== undefined) process.stdout.write(`${asked.join('\n')}\n`);
  process.stdout.write(`${counts.right} right, ${counts.asked} asked, ${wrong.length} wrong\n`);
  expect(wrong.slice(0, 12).join('\n\n')).toBe('');
  expect(counts.right / FILES).toBeGreaterThanOrEqual(0.6);
}, 600_000);

function seedOf(): { seed?: number } {
  const seed = process.env['IMPORT_VARIATIONS_SEED'];
  return seed === undefined ? {} : { seed: Number(seed) };
}

async function importMade(made: MadeFile): Promise<string> {
  using line = commandLine();
  writeFileSync(path.join(line.cwd, made.name), made.bytes);
  const said = await line.tapedeck('import', made.name, '--yes');
  const stored = await readStoredSeries(path.join(line.cwd, 'data'));
  const text = `${said.stdout}${said.stderr}`;
  if (stored.length === 0 && said.code === 2 && /^\s*\?/m.test(text))
    return `asked: ${/^\s*\?(.*)$/m.exec(text)?.[1]}`;
  if (stored.length === 0 && said.code !== 0) return `asked: refused: ${said.stderr.slice(0, 200)}`;
  const difference = whyDifferent(stored, made);
  return difference === undefined ? 'right' : `${difference} (exit ${said.code})\n${text.slice(0, 1_500)}`;
}

function whyDifferent(stored: readonly StoredSeries[], made: MadeFile): string | undefined {
  const [only] = stored;
  const have = stored.map(({ symbol, interval }) => `${symbol} ${interval}`).join(', ');
  if (stored.length !== 1 || only === undefined || have !== `${made.symbol} ${made.interval}`)
    return `stored ${have || 'nothing'}`;
  const own = [...only.bars].sort((a, b) => a.t - b.t);
  if (own.length !== made.bars.length) return `${own.length} bars of ${made.bars.length}`;
  for (const [index, bar] of own.entries()) {
    const wanted = made.bars[index] as (typeof made.bars)[number];
    const shown = (ms: number): number | string =>
      made.interval === '1d' ? new Intl.DateTimeFormat('en-CA', { timeZone: made.zone }).format(ms) : ms;
    if (shown(bar.t) !== shown(wanted.t)) return `bar ${index} at ${shown(bar.t)}, not ${shown(wanted.t)}`;
    for (const key of ['o', 'h', 'l', 'c', 'v'] as const) {
      if (Math.abs(bar[key] - wanted[key]) > 1e-9 * Math.abs(wanted[key]))
        return `bar ${index}: ${key} ${bar[key]}, not ${wanted[key]}`;
    }
  }
  return undefined;
}
