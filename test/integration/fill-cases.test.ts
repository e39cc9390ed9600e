import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../helpers/command-line.ts';
import { commandsOf, misses, type CaseRun, type Expected } from '../helpers/fill-case.ts';

/**
 * Small inputs with known fills and reports, through the command line. They lie beside the checkout, because they are
 * shared with other programs; without them nothing is tested here.
 */
const CASES = path.resolve(import.meta.dirname, '../../../shared/cases/fills');
const names = existsSync(CASES)
  ? readdirSync(CASES, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  : [];
if (names.length === 0) process.stderr.write('skipped: no cases at ../shared/cases/fills\n');

async function play(name: string): Promise<Map<string, CaseRun>> {
  using line = commandLine();
  cpSync(path.join(CASES, name), line.cwd, { recursive: true });
  const runs = new Map<string, CaseRun>();
  const checked = new Map<string, CaseRun>();
  for (const words of commandsOf(readFileSync(path.join(line.cwd, 'cmd.txt'), 'utf8'))) {
    const { code, stdout, stderr } = await line.tapedeck(...words);
    if (words[0] !== 'run') {
      expect(code, stdout + stderr).toBe(0);
      continue;
    }
    const out = words[words.indexOf('--out') + 1] ?? '';
    runs.set(out, { code, said: stdout + stderr, folder: path.join(line.cwd, out) });
  }
  const { runs: expected } = JSON.parse(
    readFileSync(path.join(line.cwd, 'expected.json'), 'utf8'),
  ) as Expected;
  for (const [folder, answers] of Object.entries(expected)) {
    const run = runs.get(folder) as CaseRun;
    const missed = answers.map((answer) => misses(answer, run));
    const best = missed.sort((one, other) => one.length - other.length)[0];
    expect(best, `${folder}: ${run.said}`).toEqual([]);
    checked.set(folder, run);
  }
  return checked;
}

describe('orders, fills and reports of small cases', () => {
  it.runIf(names.length > 0).each(names)('%s', async (name) => {
    const checked = await play(name);
    expect(checked.size).toBeGreaterThan(0);
  });
});
