import { fail, ok, type Result } from '../../base/result.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import type { OpenFile } from '../file-port.ts';
import type { CsvPlan } from './csv/csv-plan.ts';
import { proposeCsvPlan, type ProposedCsv } from './csv/propose-csv-plan.ts';
import type { ImportSource } from './import-source.ts';
import { judgeInterval } from './judge-interval.ts';
import { judgeStamp, type JudgedStamp } from './judge-stamp.ts';
import { judgeSymbol } from './judge-symbol.ts';
import { judgeZone, type JudgedZone } from './judge-zone.ts';
import { PRESETS, type Preset } from './presets.ts';
import type { ColumnRole, ImportOverrides, ImportProposal, Judged, SymbolSource } from './proposal.ts';
import { createZoneReader } from './zone-reader.ts';

export interface ProposalOptions extends ImportOverrides {
  readonly calendar: MarketCalendar;
}

/** The first bytes of the file, and as many from its end, are what a proposal is judged by. */
const HEAD = 4 * 1024 * 1024;
const TAIL = 1024 * 1024;

/**
 * Looks at a file and says how it would be read, with the evidence; writes nothing.
 *
 * Fails with `missing_file`, `bad_file` (no bars in it), `bad_usage` (an option that is none, or a symbol that nothing
 * tells) and `unsupported` (another interval than the store keeps).
 */
export async function proposeImport(
  source: ImportSource,
  options: ProposalOptions,
): Promise<Result<ImportProposal>> {
  const preset = options.preset === undefined ? {} : PRESETS[options.preset];
  if (preset === undefined) {
    const known = Object.keys(PRESETS).join(', ');
    return fail('bad_usage', `There is no preset ${options.preset}.`, `Known presets: ${known}.`);
  }
  if (options.zone !== undefined && createZoneReader(options.zone, options.calendar) === undefined) {
    return noSuchZone(options.zone);
  }
  const opened = await source.open();
  if (!opened.ok) return opened;
  try {
    const parts = await readEnds(opened.value);
    if (!parts.ok) return parts;
    const csv = proposeCsvPlan(parts.value, source.path);
    return csv.ok ? judge(source, opened.value.size, csv.value, { options, preset }) : csv;
  } finally {
    await opened.value.close();
  }
}

async function readEnds(file: OpenFile): Promise<Result<{ head: Uint8Array; tail: Uint8Array }>> {
  const head = await file.read(0, Math.min(HEAD, file.size));
  if (!head.ok) return head;
  const tail = await file.read(Math.max(head.value.length, file.size - TAIL), file.size);
  return tail.ok ? ok({ head: head.value, tail: tail.value }) : tail;
}

interface Wishes {
  readonly options: ProposalOptions;
  readonly preset: Partial<Preset>;
}

function judge(
  source: ImportSource,
  bytes: number,
  csv: ProposedCsv,
  wishes: Wishes,
): Result<ImportProposal> {
  const { options, preset } = wishes;
  const { rows } = csv.sample;
  const interval =
    options.interval === undefined
      ? judgeInterval(rows, csv.plan.writing, source.path)
      : ok(told(options.interval));
  if (!interval.ok) return interval;
  const symbol = wantedSymbol(source, csv, options);
  if (!symbol.ok) return symbol;
  const zone = wantedZone(csv, wishes);
  const toUtc = createZoneReader(zone.zone.value, options.calendar);
  if (toUtc === undefined) return noSuchZone(zone.zone.value);
  if (!carriesOffset(csv.plan))
    for (let row = 0; row < rows.length; row++) rows.openMs[row] = toUtc(rows.openMs[row] as number);
  const stamp = wantedStamp(csv, interval.value.value, wishes);
  const questions = [...csv.questions, zone.question, stamp.question].filter((text) => text !== undefined);
  return ok({
    source,
    format: 'csv',
    bytes,
    columns: {
      value: roles(csv),
      certainty: csv.layout.hasHeader ? 'certain' : 'likely',
      evidence: csv.evidence,
    },
    zone: zone.zone,
    stamp: stamp.stamp,
    symbol: symbol.value,
    interval: interval.value,
    origin: { source: options.source ?? preset.source ?? 'csv', adjusted: false },
    questions,
    plan: csv.plan,
  });
}

const noSuchZone = (zone: string): Result<never> =>
  fail(
    'bad_usage',
    `There is no zone ${zone}.`,
    'Zones are named like America/New_York, Europe/London or UTC.',
  );

const told = <T>(value: T, by = 'you said so'): Judged<T> => ({ value, certainty: 'told', evidence: [by] });

const carriesOffset = ({ writing }: CsvPlan): boolean =>
  writing.kind === 'epoch' || writing.dateOnly || writing.hasOffset;

function wantedSymbol(
  source: ImportSource,
  csv: ProposedCsv,
  options: ProposalOptions,
): Result<Judged<SymbolSource>> {
  if (options.symbol !== undefined) return ok(told({ symbol: options.symbol.toUpperCase() }));
  const { fileName, path } = source;
  const clues = { fileName, inRows: csv.sample.symbols, headerSymbol: csv.layout.headerSymbol };
  return judgeSymbol(clues, path);
}

/** A zone that was told is for times that carry none: what a row says about itself wins. */
function wantedZone(csv: ProposedCsv, { options, preset }: Wishes): JudgedZone {
  const judged = judgeZone(csv.sample.rows, csv.plan.writing, options.calendar);
  const wish = options.zone ?? preset.zone;
  if (wish === undefined || (carriesOffset(csv.plan) && options.zone === undefined)) return judged;
  if (carriesOffset(csv.plan)) {
    return { ...judged, question: `--zone ${wish} has no effect: the times carry their own.` };
  }
  const by = options.zone === undefined ? `the preset ${options.preset} says so` : 'you said so';
  return { zone: { value: wish, certainty: 'told', evidence: [by, ...judged.zone.evidence] } };
}

function wantedStamp(
  csv: ProposedCsv,
  interval: ImportProposal['interval']['value'],
  { options, preset }: Wishes,
): JudgedStamp {
  const judged = judgeStamp(csv.sample.rows, interval, options.calendar);
  const wish = options.stamp ?? preset.stamp;
  if (wish === undefined) return judged;
  const by = options.stamp === undefined ? `the preset ${options.preset} says so` : 'you said so';
  const isAgainst = judged.stamp.certainty === 'likely' && judged.stamp.value !== wish;
  return {
    stamp: { value: wish, certainty: 'told', evidence: [by, ...judged.stamp.evidence] },
    ...(isAgainst
      ? { question: `Times are taken for ${wish}s, yet the numbers look like ${judged.stamp.value}s.` }
      : {}),
  };
}

function roles({ layout }: ProposedCsv): readonly ColumnRole[] {
  return Object.entries(layout.columns)
    .map(([role, index]) => ({ role: role === 'clock' ? 'time of day' : role, index: Number(index) }))
    .sort((a, b) => a.index - b.index)
    .map(({ role, index }) => ({ role, name: layout.names[index] ?? `column ${index + 1}` }));
}
