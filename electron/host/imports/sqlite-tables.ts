import { fail, ok, type Result } from '../../../core/base/result.ts';
import { linesOf, type Cell } from './table-text.ts';
import type { NamedTable } from './workbook.ts';

/** SQLite is compiled when the first database is imported, and kept. */
let compiled: Promise<Awaited<ReturnType<typeof compile>>> | undefined;

async function compile() {
  const { default: initSqlJs } = await import('sql.js/dist/sql-wasm-inline.js');
  return initSqlJs();
}

/** The tables and views of a SQLite database, each as CSV when it is asked for. */
export interface SqliteTables {
  readonly names: readonly string[];
  read(name: string): Result<NamedTable>;
}

export async function readSqlite(bytes: Uint8Array, path: string): Promise<Result<SqliteTables>> {
  compiled ??= compile();
  const { Database } = await compiled;
  const rowsOf = (
    sql: string,
  ): { readonly names: readonly string[]; readonly rows: readonly (readonly Cell[])[] } => {
    const database = new Database(bytes);
    try {
      const statement = database.prepare(sql);
      const rows: (readonly Cell[])[] = [];
      while (statement.step()) rows.push(statement.get());
      const names = statement.getColumnNames();
      statement.free();
      return { names, rows };
    } finally {
      database.close();
    }
  };
  const attempt = <T>(read: () => T): Result<T> => {
    try {
      return ok(read());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return fail('damaged_file', `${path} cannot be read as a SQLite database: ${reason}.`);
    }
  };
  const listed = attempt(() =>
    rowsOf(
      "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name",
    ).rows.map(([name]) => String(name)),
  );
  if (!listed.ok) return listed;
  return ok({
    names: listed.value,
    read: (name) =>
      attempt(() => {
        const { names, rows } = rowsOf(`SELECT * FROM "${name.replaceAll('"', '""')}"`);
        return { name, bytes: linesOf(names, rows) };
      }),
  });
}
