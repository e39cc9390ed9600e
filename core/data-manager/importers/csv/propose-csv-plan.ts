import { fail, ok, type Result } from '../../../base/result.ts';
import type { ColumnWishes } from '../proposal.ts';
import { SampleRows } from '../row-sink.ts';
import { QUOTE, type CsvPlan } from './csv-plan.ts';
import { createFieldPlaces, splitRow } from './fields.ts';
import { judgeTimeWriting, type TimeText } from './judge-time-writing.ts';
import { RowReader } from './read-csv.ts';
import { vendorOf, type FoundVendor } from '../vendors.ts';
import { sniffCsv, type CsvLayout } from './sniff-csv.ts';
import { sniffTrades } from './sniff-trades.ts';

/** How a CSV file would be read, and the rows that prove it; times are as the file shows them, read as UTC. */
export interface ProposedCsv {
  readonly layout: CsvLayout;
  readonly plan: CsvPlan;
  readonly sample: SampleRows;
  readonly vendor: FoundVendor | undefined;
  /** The zone that every time names in words. */
  readonly zone: string | undefined;
  readonly evidence: readonly string[];
  readonly questions: readonly string[];
  readonly notes: readonly string[];
  /** The sampled rows with the date that each shows. */
  daysShown(): SampleRows;
}

/** Beginning and end of a file; the end is empty when the beginning is all of it. */
export interface FileEnds {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

/** Rows of each end whose times are read: days enough that one of them tells days and months apart. */
const TIMES_READ = 20_000;

/** Of the sampled rows this share must make bars, or the columns are taken for the wrong ones. */
const POSSIBLE_SHARE = 0.95;

export function proposeCsvPlan(
  { head, tail }: FileEnds,
  {
    path,
    fileName,
    wishes = {},
  }: { readonly path: string; readonly fileName: string; readonly wishes?: ColumnWishes | undefined },
): Result<ProposedCsv> {
  const sniffed = wishes.bars === undefined ? sniffCsv(head, path, wishes) : sniffTrades(head, path, wishes);
  if (!sniffed.ok) return sniffed;
  const layout = sniffed.value;
  const vendor = vendorOf(layout.names, { fileName, head, hasHeader: layout.hasHeader });
  const texts = timeTexts({ head, tail }, layout);
  const free = judgeTimeWriting(texts, wishes.dates);
  const judged =
    free?.question === undefined || vendor?.dates === undefined
      ? free
      : judgeTimeWriting(texts, vendor.dates);
  if (judged === undefined) {
    const name = layout.names[layout.columns.time];
    return fail(
      'bad_file',
      `${path}: its column ${name} holds no times that can be read.`,
      'Name another one: --columns time=….',
    );
  }
  const scaled = scaleOf(wishes);
  const { delimiter, lineEnd, decimalMark, dataStart, firstLine, columns, series } = layout;
  const plan: CsvPlan = {
    delimiter,
    lineEnd,
    decimalMark,
    dataStart,
    firstLine,
    columns,
    ...(series === undefined ? {} : { series }),
    writing: judged.writing,
    ...(scaled === undefined ? {} : { priceDivisor: scaled }),
  };
  const sample = sampleRows({ head, tail }, plan);
  const share = sample.possibleShare;
  if (share < POSSIBLE_SHARE) {
    return fail(
      'bad_file',
      `${path}: taken as ${layout.names.join(', ')}, only ${Math.round(share * 100)} % of the rows make a bar ` +
        '(low ≤ open, close ≤ high).',
      'Say the columns: --columns time=…,open=…,high=…,low=…,close=….',
    );
  }
  const evidence = [
    ...layout.evidence,
    `${sample.possible} of ${sample.rows.length} sampled rows make a bar (low ≤ open, close ≤ high)`,
    judged.evidence,
    ...(scaled === undefined ? [] : [`prices are divided by ${scaled}`]),
  ];
  return ok({
    layout,
    plan,
    sample,
    vendor,
    zone: judged.zone,
    evidence: [...evidence, ...(vendor === undefined ? [] : [vendor.evidence])],
    questions: [...layout.questions, ...(judged.question === undefined ? [] : [judged.question])],
    notes: layout.notes,
    daysShown: () => sampleRows({ head, tail }, { ...plan, takesDate: true }),
  });
}

/** The divisor of prices to get the user's scale. */
function scaleOf({ scale }: ColumnWishes): number | undefined {
  if (scale === undefined) return undefined;
  const divisor = 1 / scale;
  return Math.abs(divisor - Math.round(divisor)) < 1e-6 * divisor ? Math.round(divisor) : divisor;
}

function sampleRows({ head, tail }: FileEnds, plan: CsvPlan): SampleRows {
  const sink = new SampleRows();
  const isWhole = tail.length === 0;
  new RowReader({ plan, toUtc: (localMs) => localMs, sink }).readLines(
    head.subarray(plan.dataStart),
    isWhole,
  );
  if (!isWhole) {
    const start = tail.indexOf(plan.lineEnd) + 1; // the first line of the tail is cut
    new RowReader({ plan, toUtc: (localMs) => localMs, sink }).readLines(tail.subarray(start), true);
  }
  return sink;
}

function timeTexts({ head, tail }: FileEnds, layout: CsvLayout): readonly TimeText[] {
  const isWhole = tail.length === 0;
  const first = timesOf(head, layout.dataStart, isWhole, layout);
  // The first line of the tail is cut.
  return isWhole ? first : [...first, ...timesOf(tail, tail.indexOf(layout.lineEnd) + 1, true, layout)];
}

/** The times of whole lines; of the last one, which no line end follows, only where the file ends there. */
function timesOf(bytes: Uint8Array, start: number, isEnd: boolean, layout: CsvLayout): readonly TimeText[] {
  const texts: TimeText[] = [];
  const { time, clock } = layout.columns;
  const places = createFieldPlaces();
  let at = start;
  while (at < bytes.length && texts.length < TIMES_READ) {
    const found = bytes.indexOf(layout.lineEnd, at);
    const end = found < 0 ? bytes.length : found;
    const fields = splitRow(bytes, at, end, layout.delimiter, places);
    const place = (index: number): { from: number; to: number } => ({
      from: unquoted(bytes, places.starts[index] as number),
      to: places.ends[index] as number,
    });
    const isRow = fields > Math.max(time, clock ?? 0) && end > at + 1;
    if (isRow && (found >= 0 || isEnd || texts.length === 0)) {
      texts.push({ bytes, ...place(time), ...(clock === undefined ? {} : { clock: place(clock) }) });
    }
    at = end + 1;
  }
  return texts;
}

const unquoted = (bytes: Uint8Array, at: number): number => (bytes[at] === QUOTE ? at + 1 : at);
