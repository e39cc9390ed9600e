import { DAY_MS, MINUTE_MS } from '../../../base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { OpenFile } from '../../file-port.ts';
import type { ImportSource } from '../import-source.ts';
import type { ColumnRole, SampledTable, SymbolClues } from '../proposal.ts';
import { SampleRows } from '../row-sink.ts';
import { judgeParquetTime, type JudgedParquetTime } from './judge-parquet-time.ts';
import { openParquetTable, type ParquetTable } from './open-parquet-table.ts';
import type { ParquetPlan } from './parquet-plan.ts';
import { giveRows, loadColumns } from './read-parquet.ts';
import { findSeries, type FoundSeries } from './series-columns.ts';

/** Rows of the first row group, and of the last, that a proposal is based on. */
const HEAD_ROWS = 120_000;
const TAIL_ROWS = 30_000;

/** Of the sampled rows this share must make bars, or the columns are taken for the wrong ones. */
const POSSIBLE_SHARE = 0.95;

/**
 * Examines a Parquet file of any writer. Fails with `bad_file` where it holds no bars, and with `damaged_file` where it
 * cannot be read.
 */
export async function sampleParquet(file: OpenFile, source: ImportSource): Promise<Result<SampledTable>> {
  const { path } = source;
  const table = await openParquetTable(file, path);
  if (!table.ok) return table;
  const names = table.value.columns.map(({ name }) => name);
  const found = findSeries(table.value.columns);
  if (found === undefined || table.value.rows === 0) return noBars(path, names, table.value.rows);
  const time = await judgeParquetTime(file, table.value, path);
  if (!time.ok) return time;
  const plan: ParquetPlan = {
    time: time.value.time,
    series: found.series,
    ...(found.symbol === undefined ? {} : { symbol: found.symbol }),
  };
  const sampled = await sampleRows(file, table.value, plan, path);
  if (!sampled.ok) return sampled;
  const sample = sampled.value;
  const share = sample.possibleShare;
  if (share < POSSIBLE_SHARE) {
    return fail(
      'bad_file',
      `${path}: of its columns ${names.join(', ')} only ${Math.round(share * 100)} % of the rows make a bar ` +
        '(low ≤ open, close ≤ high).',
    );
  }
  return ok(tableOf(source, table.value, { plan, found, time: time.value, sample }));
}

function noBars(path: string, names: readonly string[], rows: number): Result<never> {
  if (rows === 0) return fail('bad_file', `${path} holds no rows.`);
  const shown = names.length === 0 ? 'nested alone' : names.slice(0, 20).join(', ');
  return fail(
    'bad_file',
    `${path}: its columns are ${shown}; time, open, high, low and close were looked for.`,
  );
}

async function sampleRows(
  file: OpenFile,
  table: ParquetTable,
  plan: ParquetPlan,
  path: string,
): Promise<Result<SampleRows>> {
  const sink = new SampleRows();
  const filled = table.groups.filter((group) => group.rows > 0);
  const ends = [...new Set([filled[0], filled.at(-1)])];
  let line = 1;
  for (const [index, group] of ends.entries()) {
    if (group === undefined) continue;
    const columns = await loadColumns(file, table, group, { plan, path });
    if (!columns.ok) return columns;
    const ranges = rangesOf(group.rows, index === 0, index === ends.length - 1);
    for (const range of ranges) {
      const given = giveRows(columns.value, range, line + range.from, {
        plan,
        path,
        sink,
        toUtc: (ms) => ms,
      });
      if (!given.ok) return given;
    }
    line += group.rows;
  }
  return ok(sink);
}

function rangesOf(rows: number, isFirst: boolean, isLast: boolean): readonly { from: number; to: number }[] {
  const head = isFirst ? Math.min(rows, HEAD_ROWS) : 0;
  const tail = isLast ? Math.max(head, rows - TAIL_ROWS) : rows;
  return [
    { from: 0, to: head },
    { from: tail, to: rows },
  ].filter(({ from, to }) => to > from);
}

interface Looked {
  readonly plan: ParquetPlan;
  readonly found: FoundSeries;
  readonly time: JudgedParquetTime;
  readonly sample: SampleRows;
}

function tableOf(source: ImportSource, table: ParquetTable, looked: Looked): SampledTable {
  const { plan, found, time, sample } = looked;
  const evidence = [
    `written by ${table.createdBy}, ${table.rows} rows in ${table.groups.length} row groups`,
    `${sample.possible} of ${sample.rows.length} sampled rows make a bar (low ≤ open, close ≤ high)`,
    time.evidence,
    ...(found.isFloat32 ? ['prices are 32-bit floats: 439.98 is stored as 439.980010986328'] : []),
  ];
  const questions = [...time.questions];
  if (plan.series.some(({ volume }) => volume === undefined))
    questions.push('There is no column of volumes: they become 0.');
  return {
    format: 'parquet',
    plan: { kind: 'parquet', parquet: plan },
    sample,
    meaning: meaningOf(time, sample),
    columns: { value: rolesOf(plan), certainty: 'certain', evidence },
    names: table.columns.map(({ name }) => name),
    clues: cluesOf(source, table, found, sample),
    questions,
  };
}

/** Timestamps that are all at midnight in some zone are days. */
function meaningOf(time: JudgedParquetTime, { rows }: SampleRows): SampledTable['meaning'] {
  if (time.meaning.kind !== 'clock') return time.meaning;
  for (let row = 0; row < rows.length; row++) {
    if ((rows.openMs[row] as number) % DAY_MS >= MINUTE_MS) return time.meaning;
  }
  return { kind: 'day' };
}

function rolesOf(plan: ParquetPlan): readonly ColumnRole[] {
  const { time } = plan;
  const times: ColumnRole[] =
    time.kind === 'text'
      ? [
          { name: time.column, role: 'time' },
          ...(time.clock === undefined ? [] : [{ name: time.clock, role: 'time of day' }]),
        ]
      : time.parts.map(({ column }, index) => ({ name: column, role: index === 0 ? 'time' : 'time of day' }));
  const symbol = plan.symbol === undefined ? [] : [{ name: plan.symbol, role: 'symbol' }];
  const series = plan.series.flatMap(({ symbol: whose, ...columns }) =>
    Object.entries(columns).map(([role, name]) => ({
      name,
      role: whose === undefined || plan.series.length === 1 ? role : `${role} of ${whose}`,
    })),
  );
  return [...times, ...symbol, ...series];
}

function cluesOf(
  source: ImportSource,
  table: ParquetTable,
  found: FoundSeries,
  sample: SampleRows,
): SymbolClues {
  const { fileName } = source;
  const inColumns = found.series.flatMap(({ symbol }) => symbol ?? []);
  if (inColumns.length === 1) {
    const stated = { where: 'the names of the columns say', symbol: inColumns[0] ?? '' };
    return { fileName, inRows: new Set(), stated };
  }
  if (inColumns.length > 1) return { fileName, inRows: new Set(), inColumns };
  if (table.symbol !== undefined && sample.symbols.size === 0) {
    const stated = { where: 'its metadata names', symbol: table.symbol };
    return { fileName, inRows: new Set(), stated };
  }
  return { fileName, inRows: sample.symbols };
}
