/** Rules for a run folder and a store after a kill, for `crash-matrix.mjs`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Prints the year that is imported. */
export const GET = 'data get NEWX --interval 1m --from 2024-01-01 --to 2024-12-31'.split(' ');

const lines = (file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
const everyFile = (dir) =>
  existsSync(dir)
    ? readdirSync(dir, { recursive: true })
        .map((name) => path.join(dir, name))
        .filter((file) => statSync(file).isFile())
    : [];

/** Documents of a run folder are whole or not there; logs may end within a line. */
function checkFolder({ lost }, run, what) {
  for (const file of everyFile(run)) {
    const name = path.relative(run, file);
    if (name.endsWith('.tmp')) continue;
    if (name.endsWith('.json')) {
      try {
        JSON.parse(readFileSync(file, 'utf8'));
      } catch {
        lost(what, `${name} is half a document`);
      }
    }
    if (name.endsWith('.jsonl')) {
      for (const line of lines(file).slice(0, -1)) {
        try {
          JSON.parse(line);
        } catch {
          lost(what, `${name} holds half a line before its last`);
        }
      }
    }
  }
}

const whole = (file) => lines(file).slice(0, -1);

/** A day that was killed: its journal is a beginning of the undisturbed one, and resumed it ends as that did. */
export function checkRun(lab, run, reference, what) {
  const { at, tapedeck, lost, count } = lab;
  checkFolder(lab, at(run), what);
  if (!existsSync(at(run, 'journal.jsonl'))) return count('killed before it began');
  if (existsSync(at(run, 'summary.json'))) {
    count('had ended');
    if (readFileSync(at(run, 'events.jsonl'), 'utf8') !== reference.events)
      lost(what, 'ended with another event log');
    return undefined;
  }
  const journaled = whole(at(run, 'journal.jsonl'));
  const resumed = tapedeck(at('data'), 'resume', run);
  if (resumed.status !== 0)
    return lost(what, `resume ended with ${resumed.status}: ${resumed.stderr.trim()}`);
  if (!/it stood at|from the beginning|had not begun/.test(resumed.stderr))
    lost(what, `resume does not name its position: ${resumed.stderr.trim()}`);
  const again = at(`${run}-resumed`);
  if (readFileSync(path.join(again, 'events.jsonl'), 'utf8') !== reference.events)
    lost(what, 'resumed to another event log');
  const kept = whole(path.join(again, 'journal.jsonl'));
  if (journaled.some((line, index) => commandOf(line) !== commandOf(kept[index])))
    lost(what, 'a journaled command is gone');
  for (const name of reference.exports) {
    if (!existsSync(path.join(again, 'exports', name))) lost(what, `export ${name} is gone`);
  }
  return count('resumed, with the same event log');
}

const commandOf = (line) => (line === undefined ? '' : JSON.stringify(JSON.parse(line).command));

/** The year of an import into a store that had another year of the same symbol: each month whole, old or new. */
export function checkImport(lab, data, reference, what) {
  const { tapedeck, must, lost, count } = lab;
  const got = tapedeck(data, ...GET);
  if (got.status !== 0) return lost(what, `the store cannot be read: ${got.stderr.trim()}`);
  const rows = got.stdout.trim().split('\n').slice(1);
  const months = new Map();
  for (const row of rows) {
    const [openTime] = row.split(',');
    const month = openTime.slice(0, 7);
    const kind = reference.old.has(row) ? 'old' : reference.fresh.has(row) ? 'new' : 'neither';
    months.set(month, (months.get(month) ?? new Set()).add(kind));
  }
  if (rows.length !== reference.old.size) lost(what, `${rows.length} bars instead of ${reference.old.size}`);
  for (const [month, kinds] of months) {
    if (kinds.has('neither')) lost(what, `${month} holds a bar of no known writer`);
    if (kinds.size > 1) lost(what, `${month} is half old, half new`);
  }
  must(data, 'import', 'fresh.csv', '--yes');
  const settled = must(data, ...GET);
  if (settled !== reference.text) lost(what, 'the import done again gives another store');
  const litter = everyFile(data).filter((file) => /\.(tmp|lock)$/.test(file));
  if (litter.length > 0) lost(what, `left behind: ${litter.map((file) => path.basename(file)).join(', ')}`);
  return count('import done again');
}
