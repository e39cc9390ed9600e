import type { SchemaElement } from 'hyparquet';
import type { KeyValue } from './month-metadata.ts';

/** Bytes after the metadata: its length and `PAR1`. */
export const TAIL_LENGTH = 8;

type Whole = number | bigint;

/** The contents of a footer, under the names of parquet.thrift (`FileMetaData`), as far as bars need it. */
export interface FooterContent {
  readonly schema: readonly SchemaElement[];
  readonly num_rows: Whole;
  readonly row_groups: readonly FooterGroup[];
  readonly key_value_metadata?: readonly KeyValue[];
  readonly created_by?: string;
}

export interface FooterGroup {
  readonly num_rows: Whole;
  readonly columns: readonly FooterColumn[];
}

export interface FooterColumn {
  readonly meta_data?: {
    readonly path_in_schema: readonly string[];
    readonly codec: string;
    readonly num_values: Whole;
    readonly total_compressed_size: Whole;
    readonly data_page_offset: Whole;
    /** 0 where there is no dictionary. */
    readonly dictionary_page_offset?: Whole;
    readonly statistics?: {
      readonly min?: unknown;
      readonly max?: unknown;
      readonly min_value?: unknown;
      readonly max_value?: unknown;
    };
  };
}
