import { DAY_MS } from '../../../base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { UNITS_PER_MS } from '../../epoch-unit.ts';
import type { OpenFile } from '../../file-port.ts';
import { rolesByName } from '../csv/column-roles.ts';
import { judgeTimeWriting } from '../csv/judge-time-writing.ts';
import { timeTypeOf, type TimeType } from '../../parquet/time-type.ts';
import type { TimeMeaning } from '../proposal.ts';
import { decodeTexts, loadColumn, type FlatColumn } from '../../parquet/decode-column.ts';
import { damagedTable, type ParquetTable } from './open-parquet-table.ts';
import type { ParquetTime } from './parquet-plan.ts';
import { bytesOf } from './read-parquet.ts';
import { damageReason } from '../../parquet/damage-reason.ts';

export interface JudgedParquetTime {
  readonly time: ParquetTime;
  readonly meaning: TimeMeaning;
  readonly evidence: string;
  readonly questions: readonly string[];
}

/** Finds the times of a table, and what they mean. Fails with `bad_file` where no column holds any. */
export async function judgeParquetTime(
  file: OpenFile,
  table: ParquetTable,
  path: string,
): Promise<Result<JudgedParquetTime>> {
  const { time, clock } = timeColumns(table.columns);
  if (time === undefined) {
    const names = table.columns.map(({ name }) => name).join(', ');
    return fail('bad_file', `${path}: its columns are ${names}; none of them holds times.`);
  }
  const type = timeTypeOf(time.element);
  if (type?.kind === 'timestamp') return ok(judgeTimestamp(time, type, table));
  const clockType = clock && timeTypeOf(clock.element);
  if (type?.kind === 'date' && clock === undefined) {
    const parts = [{ column: time.name, toMs: DAY_MS }];
    const evidence = `its column ${time.name} holds days`;
    return ok({
      time: { kind: 'scaled', parts, isClock: false },
      meaning: { kind: 'day' },
      evidence,
      questions: [],
    });
  }
  if (type?.kind === 'date' && clock !== undefined && clockType?.kind === 'clock') {
    const parts = [
      { column: time.name, toMs: DAY_MS },
      { column: clock.name, toMs: clockType.toMs },
    ];
    const evidence = 'times carry no zone';
    return ok({
      time: { kind: 'scaled', parts, isClock: true },
      meaning: { kind: 'clock' },
      evidence,
      questions: [],
    });
  }
  return judgeByValues(file, table, { time, clock }, path);
}

interface TimeColumns {
  readonly time: FlatColumn | undefined;
  readonly clock: FlatColumn | undefined;
}

/** By name, or else the only column of a time type. */
function timeColumns(columns: readonly FlatColumn[]): TimeColumns {
  const roles = rolesByName(columns.map(({ name }) => name));
  const date = columns[roles.get('date') ?? -1];
  const clock = columns[roles.get('clock') ?? -1];
  if (date !== undefined && timeTypeOf(date.element)?.kind === 'timestamp')
    return { time: date, clock: undefined };
  const named = date ?? columns[roles.get('time') ?? -1];
  if (named !== undefined) return { time: named, clock };
  const stamps = columns.filter(({ element }) => {
    const type = timeTypeOf(element);
    return type !== undefined && type.kind !== 'clock';
  });
  return { time: stamps.length === 1 ? stamps[0] : undefined, clock: undefined };
}

function judgeTimestamp(column: FlatColumn, type: TimeType, table: ParquetTable): JudgedParquetTime {
  const pandasZone = table.pandasZones.get(column.name);
  const isUtc = type.isUtc === true || pandasZone !== undefined;
  const shown = pandasZone === undefined ? '' : `, shown in ${pandasZone}`;
  const says = `its column ${column.name} is a ${type.name} in UTC${shown}`;
  const time: ParquetTime = {
    kind: 'scaled',
    parts: [{ column: column.name, toMs: type.toMs }],
    isClock: !isUtc,
  };
  return isUtc
    ? { time, meaning: { kind: 'instant', says }, evidence: says, questions: [] }
    : {
        time,
        meaning: { kind: 'clock' },
        evidence: `its column ${column.name} is a ${type.name} without a zone`,
        questions: [],
      };
}

/** Rows whose times are read to see how times are written. */
const TIMES_READ = 500;

/** Numbers that count from 1970, and texts. */
async function judgeByValues(
  file: OpenFile,
  table: ParquetTable,
  { time, clock }: { readonly time: FlatColumn; readonly clock: FlatColumn | undefined },
  path: string,
): Promise<Result<JudgedParquetTime>> {
  const dates = await textsOf(file, table, time, path);
  if (!dates.ok) return dates;
  const clocks = clock === undefined ? undefined : await textsOf(file, table, clock, path);
  if (clocks?.ok === false) return clocks;
  const texts = dates.value.map((date, row) =>
    clocks === undefined ? date : `${date} ${clocks.value[row] ?? ''}`,
  );
  const judged = judgeTimeWriting(
    texts
      .filter((text) => text.trim() !== '')
      .map((text) => ({ bytes: bytesOf(text), from: 0, to: text.length })),
  );
  if (texts.length === 0 || judged === undefined) {
    return fail('bad_file', `${path}: its column ${time.name} holds no times that can be read.`);
  }
  const { writing, evidence } = judged;
  const questions = judged.question === undefined ? [] : [judged.question];
  if (writing.kind === 'epoch') {
    const parts = [{ column: time.name, toMs: 1 / UNITS_PER_MS[writing.unit] }];
    const says = `${evidence}: UTC`;
    return ok({
      time: { kind: 'scaled', parts, isClock: false },
      meaning: { kind: 'instant', says },
      evidence,
      questions,
    });
  }
  const read: ParquetTime = {
    kind: 'text',
    column: time.name,
    ...(clock === undefined ? {} : { clock: clock.name }),
    writing,
  };
  if (writing.kind === 'text' && writing.dateOnly)
    return ok({ time: read, meaning: { kind: 'day' }, evidence, questions });
  const hasOffset = writing.kind === 'text' && writing.hasOffset;
  const meaning: TimeMeaning = hasOffset ? { kind: 'instant', says: evidence } : { kind: 'clock' };
  return ok({ time: read, meaning, evidence, questions });
}

/** The first values of a column as text; empty where there is none. */
async function textsOf(
  file: OpenFile,
  table: ParquetTable,
  column: FlatColumn,
  path: string,
): Promise<Result<readonly string[]>> {
  const group = table.groups.find(({ rows }) => rows > 0);
  const place = group?.chunks.get(column.name);
  if (group === undefined || place === undefined)
    return damagedTable(path, `a row group has no column ${column.name}`);
  const bytes = await file.read(place.from, place.to);
  if (!bytes.ok) return bytes;
  try {
    const loaded = loadColumn(column, place, group.rows, bytes.value);
    return ok(decodeTexts(loaded, 0, Math.min(group.rows, TIMES_READ)).map((text) => text ?? ''));
  } catch (error) {
    return damagedTable(path, damageReason(error));
  }
}
