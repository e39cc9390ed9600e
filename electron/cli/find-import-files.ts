import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { leanAside } from '../../core/data-manager/importers/lean/lean-file.ts';

/** A file of a folder that is known not to hold bars. */
export interface IgnoredFile {
  readonly path: string;
  readonly reason: string;
}

export interface ImportFiles {
  /** By name, folder by folder. */
  readonly files: readonly string[];
  readonly ignored: readonly IgnoredFile[];
}

const BAR_FILE =
  /\.(csv|txt|tsv|asc|dat|json|jsonl|ndjson|parquet|pq|zip|gz|tgz|zst|bz2|xz|tar|xlsx|xlsm|feather|arrow|ipc|db|sqlite|sqlite3|duckdb|h5|hdf5|dbn|pkl|pickle)$/i;
const HIDDEN = /^[._]/;
/** LEAN's zips with data other than trades. */
const QUOTES = /_(quote|openinterest)\.zip$/i;
const NO_TRADES = 'quotes, not trades: bid and ask make no bars here';

/** A file itself, or the files of bars in a folder and its subfolders. A named file is accepted under any name. */
export async function findImportFiles(place: string): Promise<Result<ImportFiles>> {
  try {
    if (!(await stat(place)).isDirectory()) return ok({ files: [place], ignored: [] });
    const all = await filesIn(place);
    const ignored = all.flatMap((file) => {
      const reason = whyIgnored(file);
      return reason === undefined ? [] : [{ path: file, reason }];
    });
    const aside = new Set(ignored.map((file) => file.path));
    const files = all.filter((file) => !aside.has(file));
    if (files.length > 0) return ok({ files, ignored });
    return fail(
      'bad_file',
      `${place} holds no file of bars (.csv, .txt, .json, .parquet, .zip, .gz, .xlsx, .feather, .sqlite and others).`,
    );
  } catch {
    return fail('missing_file', `There is no ${place}.`);
  }
}

/** Why a file of a folder is not looked at: every file that is left out is named. */
function whyIgnored(file: string): string | undefined {
  if (QUOTES.test(file)) return NO_TRADES;
  const aside = leanAside(file);
  if (aside !== undefined) return aside;
  if (/[/\\](readme|license|changelog|requirements|robots)(\.\w+)?$/i.test(file))
    return 'a text about the files, by its name';
  return BAR_FILE.test(file) ? undefined : 'its name is none of a file of bars';
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const place = path.join(folder, entry.name);
    if (HIDDEN.test(entry.name)) continue;
    if (entry.isDirectory()) found.push(...(await filesIn(place)));
    else found.push(place);
  }
  return found;
}
