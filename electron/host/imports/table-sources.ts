import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { OpenFile } from '../../../core/data-manager/file-port.ts';
import type { ImportSource } from '../../../core/data-manager/importers/import-source.ts';
import { memoryFile } from '../../../core/data-manager/importers/memory-file.ts';
import type { FoundSources, SourceOptions } from './found-sources.ts';
import { readSqlite } from './sqlite-tables.ts';
import type { NamedTable } from './workbook.ts';

/** The tables of a SQLite database that are wanted, as sources of their own. */
export async function expandDatabase(
  source: ImportSource,
  file: OpenFile,
  options: SourceOptions,
): Promise<Result<FoundSources>> {
  const bytes = await file.read(0, file.size);
  const database = bytes.ok ? await readSqlite(bytes.value, source.path) : bytes;
  if (!database.ok) return database;
  const { names } = database.value;
  const wanted = namesWanted(source, names, 'tables', options);
  if (!wanted.ok) return wanted;
  const tables: NamedTable[] = [];
  for (const name of wanted.value) {
    const table = database.value.read(name);
    if (!table.ok) return table;
    tables.push(table.value);
  }
  return ok({
    sources: tables.map((table) => tableSource(source, table, 'sqlite', names.length > 1)),
    leftOut: [],
  });
}

/** The sheets of a workbook that are wanted, as sources of their own. */
export function chosenTable(
  source: ImportSource,
  tables: readonly NamedTable[],
  format: string,
  options: SourceOptions,
): Result<FoundSources> {
  const wanted = namesWanted(
    source,
    tables.map(({ name }) => name),
    'sheets',
    options,
  );
  if (!wanted.ok) return wanted;
  const chosen = tables.filter(({ name }) => wanted.value.includes(name));
  return ok({
    sources: chosen.map((table) => tableSource(source, table, format, tables.length > 1)),
    leftOut: [],
  });
}

/** The tables that are wanted: the only one, the one that the user names, or all. */
function namesWanted(
  { path }: ImportSource,
  names: readonly string[],
  kind: 'tables' | 'sheets',
  { table }: SourceOptions,
): Result<readonly string[]> {
  if (names.length === 0) return fail('bad_file', `${path} holds no ${kind} with rows.`);
  if (table === '*' || names.length === 1) return ok(names);
  const found = names.filter((name) => name.toLowerCase() === table?.toLowerCase());
  if (found.length > 0) return ok(found);
  const listed = names.slice(0, 20).join(', ');
  return fail(
    'bad_usage',
    table === undefined
      ? `? ${path} holds ${names.length} ${kind}: ${listed}. Which is it?`
      : `${path} has no ${table}; its ${kind} are ${listed}.`,
    `Say it: --table ${names[0]}, or --table "*" for all of them.`,
  );
}

/** A table whose name says whose bars it has, where there are several. */
function tableSource(
  source: ImportSource,
  { name, bytes }: NamedTable,
  format: string,
  isOneOfSeveral: boolean,
): ImportSource {
  const path = isOneOfSeveral ? `${source.path}/${name}` : source.path;
  return {
    ...source,
    path,
    fileName: isOneOfSeveral ? `${name}.csv` : source.fileName,
    format,
    open: () => Promise.resolve(ok(memoryFile(bytes, path))),
  };
}
