import { ok, type Result } from '../../../base/result.ts';
import type { OpenFile } from '../../file-port.ts';
import type {
  ColumnRole,
  ColumnWishes,
  FixedParts,
  SampledTable,
  TextContainer,
  TimeMeaning,
} from '../proposal.ts';
import type { FoundVendor } from '../vendors.ts';
import type { CsvPlan } from './csv-plan.ts';
import { proposeCsvPlan, type FileEnds, type ProposedCsv } from './propose-csv-plan.ts';

/** Number of bytes from the start of the file, and from its end, that a proposal is based on. */
const HEAD = 4 * 1024 * 1024;
const TAIL = 1024 * 1024;

export interface NamedText {
  readonly path: string;
  readonly fileName: string;
  readonly container: TextContainer;
  readonly wishes?: ColumnWishes;
}

/** Examines lines of text. Fails with `bad_file` where they hold no bars. */
export async function sampleCsv(
  file: OpenFile,
  { path, fileName, container, wishes }: NamedText,
): Promise<Result<SampledTable>> {
  const parts = await readEnds(file);
  if (!parts.ok) return parts;
  const csv = proposeCsvPlan(parts.value, { path, fileName, wishes });
  if (!csv.ok) return csv;
  const { vendor } = csv.value;
  const proposed =
    vendor?.name === 'databento' && wishes?.scale === undefined ? withFixedPoint(csv.value) : csv.value;
  const { layout, plan, sample, evidence, questions, notes } = proposed;
  const hasShownDate = plan.writing.kind === 'text' || plan.writing.kind === 'serial';
  return ok({
    format: 'csv',
    plan: { kind: 'lines', container, lines: plan },
    sample,
    meaning: meaningOf(plan),
    columns: {
      value: roles(proposed),
      certainty: layout.hasHeader ? 'certain' : 'likely',
      evidence,
    },
    names: layout.hasHeader ? layout.names : [],
    clues: cluesOf(proposed, fileName),
    questions,
    notes,
    fixed: fixedOf(proposed, vendor),
    ...(vendor === undefined ? {} : { vendor: vendor.name }),
    ...(hasShownDate ? { daysShown: () => proposed.daysShown() } : {}),
  });
}

/** Databento's raw prices are whole numbers of 1e-9; its pretty ones have decimals. */
const FIXED_POINT = 1e9;
const SMALLEST_FIXED = 1e6;

function withFixedPoint(csv: ProposedCsv): ProposedCsv {
  const { rows } = csv.sample;
  for (let row = 0; row < rows.length; row++) {
    const [open, low] = [rows.open[row] as number, Math.abs(rows.low[row] as number)];
    if (!Number.isInteger(open) || (low !== 0 && low < SMALLEST_FIXED)) return csv;
  }
  const evidence = "prices are Databento's whole numbers of 1e-9, and divided by 1,000,000,000";
  const plan = { ...csv.plan, priceDivisor: FIXED_POINT };
  return { ...csv, plan, evidence: [...csv.evidence, evidence] };
}

function cluesOf({ layout, sample }: ProposedCsv, fileName: string): SampledTable['clues'] {
  if (layout.series !== undefined) {
    return { fileName, inRows: new Set(), inColumns: layout.series.map(({ symbol }) => symbol) };
  }
  const { headerSymbol } = layout;
  return {
    fileName,
    inRows: sample.symbols,
    ...(headerSymbol === undefined ? {} : { stated: { where: 'a header line names', symbol: headerSymbol } }),
  };
}

/** Facts that the names of the columns, the words in the times and the vendor determine. */
function fixedOf({ layout, plan, zone }: ProposedCsv, vendor: FoundVendor | undefined): FixedParts {
  const { hints, names } = layout;
  const name = names[plan.columns.time] ?? '';
  const isClock = meaningOf(plan).kind === 'clock';
  const zoneValue = zone ?? hints.zone ?? vendor?.zone;
  const says =
    zone !== undefined
      ? 'every time names it'
      : hints.zone !== undefined
        ? `the name ${name} says so`
        : `${vendor?.name} writes its times so`;
  const stamp = hints.stamp ?? vendor?.stamp;
  const stampSays =
    hints.stamp === undefined
      ? `${vendor?.name} stamps bars so`
      : `the names of the columns say so (${name})`;
  return {
    ...(zoneValue === undefined || !isClock
      ? {}
      : { zone: { value: zoneValue, certainty: 'certain', evidence: [says] } }),
    ...(stamp === undefined ? {} : { stamp: { value: stamp, certainty: 'certain', evidence: [stampSays] } }),
  };
}

async function readEnds(file: OpenFile): Promise<Result<FileEnds>> {
  const head = await file.read(0, Math.min(HEAD, file.size));
  if (!head.ok) return head;
  const tail = await file.read(Math.max(head.value.length, file.size - TAIL), file.size);
  return tail.ok ? ok({ head: head.value, tail: tail.value }) : tail;
}

function meaningOf({ writing }: CsvPlan): TimeMeaning {
  if (writing.kind === 'epoch') return { kind: 'instant', says: 'times count from 1970 in UTC' };
  if (writing.kind === 'since_midnight') return { kind: 'clock' };
  if (writing.dateOnly) return { kind: 'day' };
  return writing.kind === 'text' && writing.hasOffset
    ? { kind: 'instant', says: 'every time carries its distance from UTC' }
    : { kind: 'clock' };
}

const named = (role: string, index: number): { role: string; index: number } => ({ role, index });

function roles({ layout }: ProposedCsv): readonly ColumnRole[] {
  const { series, columns } = layout;
  const places =
    series === undefined
      ? Object.entries(columns).map(([role, index]) => named(ROLE_WORDS[role] ?? role, Number(index)))
      : [
          named('time', columns.time),
          ...series.flatMap(({ symbol, ...prices }) =>
            Object.entries(prices).map(([role, index]) => named(`${role} of ${symbol}`, index)),
          ),
        ];
  return places
    .sort((a, b) => a.index - b.index)
    .map(({ role, index }) => ({ role, name: layout.names[index] ?? `column ${index + 1}` }));
}

const ROLE_WORDS: Readonly<Record<string, string>> = { clock: 'time of day', volumeToo: 'volume, added' };
