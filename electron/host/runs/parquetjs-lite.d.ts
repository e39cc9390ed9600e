/** The part of parquetjs-lite that we use; it has no types of its own. */
declare module 'parquetjs-lite' {
  interface Field {
    readonly type: 'UTF8' | 'DOUBLE' | 'INT64' | 'BOOLEAN' | 'TIMESTAMP_MICROS';
    readonly optional: boolean;
    readonly compression: 'SNAPPY' | 'UNCOMPRESSED';
  }

  class ParquetSchema {
    constructor(fields: Readonly<Record<string, Field>>);
  }

  class ParquetWriter {
    static openStream(schema: ParquetSchema, stream: NodeJS.WritableStream): Promise<ParquetWriter>;
    /** Key-value metadata of the file. */
    setMetadata(key: string, value: string): void;
    /** Throws, or rejects, on a value that its column cannot hold. */
    appendRow(row: Readonly<Record<string, unknown>>): Promise<void>;
    close(): Promise<void>;
  }

  const parquet: {
    readonly ParquetSchema: typeof ParquetSchema;
    readonly ParquetWriter: typeof ParquetWriter;
  };
  export default parquet;
}
