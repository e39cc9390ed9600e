import { fail, ok, type Result } from '../../base/result.ts';
import type { BaseInterval } from '../../base/interval.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import type { ImportSource } from './import-source.ts';
import { judgeInterval } from './judging/judge-interval.ts';
import { readLeanFactors } from './lean/factor-file.ts';
import { leanAside } from './lean/lean-aside.ts';
import { judgeStamp, type JudgedStamp } from './judging/judge-stamp.ts';
import { judgeSymbol } from './judging/judge-symbol.ts';
import { judgeZone, type JudgedZone } from './judging/judge-zone.ts';
import { matchingPresets, PRESETS, type Preset } from './presets.ts';
import type { ImportOverrides, ImportProposal, Judged, SymbolSource } from './proposal.ts';
import { sampleSource } from './sample-source.ts';
import type { SampledTable } from './sampled-table.ts';
import { createZoneReader } from './judging/zone-reader.ts';

export interface ProposalOptions extends ImportOverrides {
  readonly calendar: MarketCalendar;
}

/**
 * Looks at a file and says how it would be read, with the evidence; writes nothing.
 *
 * Fails with `missing_file`, `bad_file` (no bars in it), `damaged_file` (it cannot be read as what it is), `bad_usage`
 * (an option that is none, or a symbol that nothing tells) and `unsupported` (another interval than the store keeps).
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
  const aside = leanAside(source.path);
  if (aside !== undefined) return fail('unsupported', `${source.path} is left out: ${aside}.`);
  const opened = await source.open();
  if (!opened.ok) return opened;
  try {
    const table = await sampleSource(opened.value, source);
    if (!table.ok) return table;
    const judged = judge(source, opened.value.size, table.value, { options, preset });
    return judged.ok && options.adjusted === true ? withFactors(judged.value) : judged;
  } finally {
    await opened.value.close();
  }
}

/** LEAN's prices are raw: to be adjusted, they need the factors that stand beside them. */
async function withFactors(proposal: ImportProposal): Promise<Result<ImportProposal>> {
  const { format, source, symbol, columns } = proposal;
  if (format !== 'lean' || !('symbol' in symbol.value)) return ok(proposal);
  const factors = await readLeanFactors(source, symbol.value.symbol);
  if (!factors.ok) return factors;
  const { path, changes } = factors.value;
  const evidence = `prices and volumes are adjusted by ${path}, whose factors change on ${changes} days`;
  return ok({
    ...proposal,
    columns: { ...columns, evidence: [...columns.evidence, evidence] },
    factors: factors.value,
  });
}

interface Wishes {
  readonly options: ProposalOptions;
  readonly preset: Partial<Preset>;
}

function judge(
  source: ImportSource,
  bytes: number,
  table: SampledTable,
  wishes: Wishes,
): Result<ImportProposal> {
  const { options, preset } = wishes;
  const { rows } = table.sample;
  if (options.preset === 'lean' && table.format !== 'lean') return notLean(source.path);
  const interval = wantedInterval(table, options, source.path);
  if (!interval.ok) return interval;
  const symbol = wantedSymbol(source, table, options);
  if (!symbol.ok) return symbol;
  const zone = wantedZone(table, wishes);
  const toUtc = createZoneReader(zone.zone.value, options.calendar);
  if (toUtc === undefined) return noSuchZone(zone.zone.value);
  if (table.meaning.kind === 'clock')
    for (let row = 0; row < rows.length; row++) rows.openMs[row] = toUtc(rows.openMs[row] as number);
  const stamp = wantedStamp(table, interval.value.value, wishes);
  const questions = [...table.questions, zone.question, stamp.question];
  return ok({
    source,
    format: table.format,
    bytes,
    columns: { ...table.columns, evidence: [...table.columns.evidence, ...matchingPresets(table.names)] },
    zone: zone.zone,
    stamp: stamp.stamp,
    symbol: symbol.value,
    interval: interval.value,
    origin: { source: options.source ?? preset.source ?? table.format, adjusted: options.adjusted ?? false },
    questions: questions.filter((text) => text !== undefined),
    plan: table.plan,
  });
}

const notLean = (path: string): Result<never> =>
  fail(
    'bad_file',
    `${path} is none of LEAN's files of trades.`,
    'Expected equity/usa/minute/SYMBOL/YYYYMMDD_trade.zip or equity/usa/daily/SYMBOL.zip.',
  );

const noSuchZone = (zone: string): Result<never> =>
  fail(
    'bad_usage',
    `There is no zone ${zone}.`,
    'Zones are named like America/New_York, Europe/London or UTC.',
  );

const told = <T>(value: T, by = 'you said so'): Judged<T> => ({ value, certainty: 'told', evidence: [by] });

function wantedInterval(
  { fixed, meaning, sample }: SampledTable,
  { interval }: ProposalOptions,
  path: string,
): Result<Judged<BaseInterval>> {
  if (interval !== undefined) return ok(told(interval));
  return fixed?.interval === undefined ? judgeInterval(sample.rows, meaning, path) : ok(fixed.interval);
}

function wantedSymbol(
  { path }: ImportSource,
  { clues }: SampledTable,
  { symbol }: ProposalOptions,
): Result<Judged<SymbolSource>> {
  if (symbol === undefined) return judgeSymbol(clues, path);
  const several = clues.inColumns ?? [...clues.inRows];
  if (several.length < 2) return ok(told({ symbol: symbol.toUpperCase() }));
  return fail(
    'bad_usage',
    `${path} holds bars of ${several.length} symbols (${several.slice(0, 5).join(', ')}); --symbol would make them one.`,
    'Leave --symbol out: each row says whose it is.',
  );
}

/** A zone that was told is for times that carry none: what a row says about itself wins. */
function wantedZone({ fixed, meaning, sample }: SampledTable, { options, preset }: Wishes): JudgedZone {
  const carriesOffset = meaning.kind !== 'clock';
  const judged: JudgedZone =
    fixed?.zone === undefined ? judgeZone(sample.rows, meaning, options.calendar) : { zone: fixed.zone };
  const wish = options.zone ?? preset.zone;
  const isFixed = carriesOffset || fixed?.zone !== undefined;
  if (wish === undefined || (isFixed && options.zone === undefined)) return judged;
  if (isFixed) return { ...judged, question: `--zone ${wish} has no effect: the times carry their own.` };
  const by = options.zone === undefined ? `the preset ${options.preset} says so` : 'you said so';
  return { zone: { value: wish, certainty: 'told', evidence: [by, ...judged.zone.evidence] } };
}

function wantedStamp(
  { fixed, sample }: SampledTable,
  interval: BaseInterval,
  { options, preset }: Wishes,
): JudgedStamp {
  const judged: JudgedStamp =
    fixed?.stamp === undefined ? judgeStamp(sample.rows, interval, options.calendar) : { stamp: fixed.stamp };
  const wish = options.stamp ?? preset.stamp;
  if (wish === undefined) return judged;
  const by = options.stamp === undefined ? `the preset ${options.preset} says so` : 'you said so';
  const isAgainst = judged.stamp.certainty !== 'assumed' && judged.stamp.value !== wish;
  return {
    stamp: { value: wish, certainty: 'told', evidence: [by, ...judged.stamp.evidence] },
    ...(isAgainst
      ? { question: `Times are taken for ${wish}s, yet the numbers look like ${judged.stamp.value}s.` }
      : {}),
  };
}
