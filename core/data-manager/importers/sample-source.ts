import { fail, ok, type Result } from '../../base/result.ts';
import type { OpenFile } from '../file-port.ts';
import { LF } from './csv/csv-plan.ts';
import { fieldText } from './csv/number-field.ts';
import { sampleCsv, type NamedText } from './csv/sample-csv.ts';
import type { ImportSource } from './import-source.ts';
import { readJsonRows } from './json/json-rows.ts';
import { recogniseLean } from './lean/lean-file.ts';
import { sampleLean } from './lean/sample-lean.ts';
import { memoryFile } from './memory-file.ts';
import { sampleParquet } from './parquet/propose-parquet.ts';
import type { ColumnWishes, FixedParts, SampledTable } from './proposal.ts';
import { readZipEntry } from './zip-entry.ts';

/** Number of bytes that decide the format. */
const FIRST_BYTES = 256;

/** Determines the format of a source by its first bytes, not by its name, and takes a sample of its rows. */
export async function sampleSource(
  file: OpenFile,
  source: ImportSource,
  wishes: ColumnWishes,
): Promise<Result<SampledTable>> {
  const first = await file.read(0, Math.min(FIRST_BYTES, file.size));
  if (!first.ok) return first;
  const start = fieldText(first.value, 0, first.value.length);
  if (start.startsWith('PAR1')) return sampleParquet(file, source);
  if (start.startsWith('PARE')) return fail('unsupported', `${source.path} is an encrypted Parquet file.`);
  if (start.startsWith('PK\u0003\u0004')) return sampleZip(file, source, wishes);
  if (/^(ï»¿)?\s*[[{]/.test(start)) return sampleJson(file, source, wishes);
  return sampleText(file, source.fileName, { ...source, container: 'plain', wishes });
}

async function sampleZip(
  file: OpenFile,
  source: ImportSource,
  wishes: ColumnWishes,
): Promise<Result<SampledTable>> {
  const entry = await readZipEntry(file, source.path);
  if (!entry.ok) return entry;
  const { bytes, name } = entry.value;
  const entryName = name.split('/').pop() ?? name;
  const named: NamedText = { path: source.path, fileName: entryName, container: 'zip', wishes };
  return sampleText(memoryFile(bytes, source.path), entryName, named);
}

async function sampleJson(
  file: OpenFile,
  source: ImportSource,
  wishes: ColumnWishes,
): Promise<Result<SampledTable>> {
  const rows = await readJsonRows(file, source.path);
  if (!rows.ok) return rows;
  const { bytes, symbol, interval, zone, stamp } = rows.value;
  const table = await sampleCsv(memoryFile(bytes, source.path), { ...source, container: 'json', wishes });
  if (!table.ok) return table;
  const evidence = ['the document says so'];
  const said: FixedParts = {
    ...(interval === undefined ? {} : { interval: { value: interval, certainty: 'certain', evidence } }),
    ...(zone === undefined || table.value.meaning.kind !== 'clock'
      ? {}
      : { zone: { value: zone, certainty: 'certain', evidence } }),
    ...(stamp === undefined ? {} : { stamp: { value: stamp, certainty: 'certain', evidence } }),
  };
  return ok({
    ...table.value,
    format: 'json',
    clues: {
      ...table.value.clues,
      ...(symbol === undefined ? {} : { stated: { where: 'the document says', symbol } }),
    },
    fixed: { ...table.value.fixed, ...said },
  });
}

/** Text that is one of LEAN's files by its name, or a table of columns. */
async function sampleText(
  file: OpenFile,
  entryName: string,
  named: NamedText,
): Promise<Result<SampledTable>> {
  const first = await file.read(0, Math.min(FIRST_BYTES, file.size));
  if (!first.ok) return first;
  const end = first.value.indexOf(LF);
  const firstLine = fieldText(first.value, 0, end < 0 ? first.value.length : end).trim();
  const lean = recogniseLean({ path: named.path, entryName, firstLine });
  if (lean === undefined) return sampleCsv(file, named);
  return lean.ok ? sampleLean(file, lean.value, named) : lean;
}
