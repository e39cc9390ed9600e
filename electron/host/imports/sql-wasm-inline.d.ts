declare module 'sql.js/dist/sql-wasm-inline.js' {
  export interface Statement {
    step(): boolean;
    get(): readonly (string | number | Uint8Array | null)[];
    getColumnNames(): readonly string[];
    free(): void;
  }

  export interface Database {
    prepare(sql: string): Statement;
    close(): void;
  }

  interface SqlJs {
    readonly Database: new (bytes: Uint8Array) => Database;
  }

  /** Compiles SQLite, once a call. */
  export default function initSqlJs(): Promise<SqlJs>;
}
