import { fail, type Result } from '../../../core/base/result.ts';

interface ForeignFormat {
  readonly name: string;
  readonly matches: (first: Uint8Array, text: string) => boolean;
  /** Turns the file into Parquet. */
  readonly convert: string;
}

const PANDAS = (read: string): string =>
  `python3 -c "import pandas as pd; pd.${read}.to_parquet('FILE.parquet')"`;

/** Formats that are no tables of bars for this program, with the line that makes one of them. */
const FORMATS: readonly ForeignFormat[] = [
  {
    name: 'an HDF5 file',
    matches: (_, text) => text.startsWith('\u0089HDF\r\n'),
    convert: PANDAS("read_hdf('FILE')"),
  },
  {
    name: 'a Databento DBN file',
    matches: (_, text) => text.startsWith('DBN'),
    convert: `python3 -c "import databento as db; db.DBNStore.from_file('FILE').to_parquet('FILE.parquet')"`,
  },
  {
    name: 'a Python pickle',
    matches: (first) => first[0] === 0x80 && (first[1] ?? 0) >= 2 && (first[1] ?? 9) <= 5,
    convert: PANDAS("read_pickle('FILE')"),
  },
  {
    name: 'a DuckDB database',
    matches: (_, text) => text.slice(8, 12) === 'DUCK',
    convert: `duckdb FILE -c "SHOW TABLES; COPY (FROM table_name) TO 'FILE.parquet'"`,
  },
  {
    name: 'a workbook of Excel before 2007',
    matches: (_, text) => text.startsWith('\u00d0\u00cf\u0011\u00e0'),
    convert: PANDAS("read_excel('FILE')"),
  },
  {
    name: 'an array of NumPy',
    matches: (_, text) => text.startsWith('\u0093NUMPY'),
    convert: `python3 -c "import numpy as np, pandas as pd; pd.DataFrame(np.load('FILE')).to_parquet('FILE.parquet')"`,
  },
  {
    name: 'a Feather file of version 1',
    matches: (_, text) => text.startsWith('FEA1'),
    convert: PANDAS("read_feather('FILE')"),
  },
  {
    name: 'a data file of R',
    matches: (_, text) => /^(RDX[23]|RDA[23])\n/.test(text),
    convert: `Rscript -e "arrow::write_parquet(get(load('FILE')), 'FILE.parquet')"`,
  },
  {
    name: 'an ORC file',
    matches: (_, text) => text.startsWith('ORC'),
    convert: PANDAS("read_orc('FILE')"),
  },
  {
    name: 'an Avro file',
    matches: (_, text) => text.startsWith('Obj\u0001'),
    convert: `duckdb -c "INSTALL avro; LOAD avro; COPY (FROM read_avro('FILE')) TO 'FILE.parquet'"`,
  },
  {
    name: 'a 7-Zip archive',
    matches: (_, text) => text.startsWith('7z\u00bc\u00af'),
    convert: '7z x FILE',
  },
  {
    name: 'a RAR archive',
    matches: (_, text) => text.startsWith('Rar!'),
    convert: 'unrar x FILE',
  },
];

/** Names a file of a format that is not read, and the line that makes Parquet of it; undefined for other files. */
export function refuseForeign(first: Uint8Array, path: string): Result<never> | undefined {
  const text = Buffer.from(first.subarray(0, 64)).toString('latin1');
  // A text may begin with the same letters: ORCL is no ORC file.
  if (!first.subarray(0, 64).some((byte) => byte < 9 || byte > 126)) return undefined;
  const found = FORMATS.find(({ matches }) => matches(first, text));
  if (found === undefined) return undefined;
  const fileName = path.split(/[/\\]/).at(-1) ?? path;
  const stem = fileName.replace(/\.[^.]+$/, '');
  const convert = found.convert.replaceAll('FILE.parquet', `${stem}.parquet`).replaceAll('FILE', fileName);
  return fail(
    'unsupported',
    `${path} is ${found.name}, which is not read.`,
    `This makes a file that is: ${convert}`,
  );
}
