import { DAY_MS, MINUTE_MS } from '../../base/epoch-ms.ts';
import { spanMs, type BaseInterval } from '../../base/interval.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { ExchangeGroup } from '../../model/exchange-groups.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import type { ImportSource } from './import-source.ts';
import { groupOfSymbol } from './judging/group-of-symbol.ts';
import { judgeDays } from './judging/judge-days.ts';
import { judgeInterval, type JudgedInterval } from './judging/judge-interval.ts';
import { judgeRepeats } from './judging/judge-repeats.ts';
import { judgeStamp, type JudgedStamp } from './judging/judge-stamp.ts';
import { judgeSymbol } from './judging/judge-symbol.ts';
import { judgeZone, type JudgedZone } from './judging/judge-zone.ts';
import { Markets } from './judging/market-fit.ts';
import { readLeanFactors } from './lean/factor-file.ts';
import { leanAside } from './lean/lean-file.ts';
import { matchingPresets, PRESETS, type Preset } from './presets.ts';
import type {
  ImportOverrides,
  ImportPlan,
  ImportProposal,
  Judged,
  SampledTable,
  SymbolSource,
} from './proposal.ts';
import { sampleSource } from './sample-source.ts';
import { createZoneReader } from './zone-reader.ts';

export interface ProposalOptions extends ImportOverrides {
  readonly calendar: MarketCalendar;
}

/**
 * Looks at a file and says how it would be read, with the evidence; writes nothing.
 *
 * Fails with `missing_file`, `bad_file` (no bars in it), `damaged_file` (it cannot be read as the format that it is),
 * `bad_usage` (an option that is none, or a symbol that nothing tells) and `unsupported` (another interval than the store
 * keeps).
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
  if (options.zone !== undefined && createZoneReader(options.zone) === undefined) {
    return noSuchZone(options.zone);
  }
  const aside = leanAside(source.path);
  if (aside !== undefined) return fail('unsupported', `${source.path} is left out: ${aside}.`);
  const opened = await source.open();
  if (!opened.ok) return opened;
  try {
    const table = await sampleSource(opened.value, source, options);
    if (!table.ok) return table;
    const judged = judge(source, opened.value.size, table.value, { options, preset });
    return judged.ok && options.adjusted === true ? withFactors(judged.value) : judged;
  } finally {
    await opened.value.close();
  }
}

/** LEAN's prices are raw: to be adjusted, they need the factors that are beside them. */
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
  if (options.preset === 'lean' && table.format !== 'lean') return notLean(source.path);
  const interval = wantedInterval(table, options, source.path);
  if (!interval.ok) return interval;
  const symbol = wantedSymbol(source, table, options);
  if (!symbol.ok) return symbol;
  const markets = new Markets(options.calendar);
  const group = groupOf(symbol.value.symbol.value, options.group);
  const times = judgeTimes(table, interval.value.interval.value, { wishes, markets, group, symbol: symbol.value.symbol.value });
  if (!times.ok) return times;
  const { zone, stamp, plan, marketGroup, questions } = times.value;
  const { rows } = table.sample;
  const belowZero = allowsBelowZero(table, group);
  return ok({
    source,
    format: source.format ?? table.format,
    bytes,
    columns: { ...table.columns, evidence: [...table.columns.evidence, ...matchingPresets(table.names)] },
    zone: zone.zone,
    stamp: stamp.stamp,
    symbol: symbol.value.symbol,
    ...(symbol.value.only === undefined ? {} : { only: symbol.value.only }),
    interval: interval.value.interval,
    group: judgedGroup(marketGroup, group, options.group),
    origin: { source: options.source ?? preset.source ?? table.vendor ?? table.format, adjusted: options.adjusted ?? false },
    questions: [
      ...table.questions,
      interval.value.question,
      ...questions,
      stamp.question,
      options.symbol === undefined ? judgeRepeats(table) : undefined,
    ].filter((text) => text !== undefined),
    notes: [...(table.notes ?? []), ...(zone.note === undefined ? [] : [zone.note]), ...belowZeroNote(table, belowZero)],
    belowZero,
    plan,
    span: spanOf(rows.openMs.subarray(0, rows.length)),
  });
}

function spanOf(times: Float64Array): ImportProposal['span'] {
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const ms of times) {
    firstMs = Math.min(firstMs, ms);
    lastMs = Math.max(lastMs, ms);
  }
  return firstMs <= lastMs ? { firstMs, lastMs } : undefined;
}

interface Judging {
  readonly wishes: Wishes;
  readonly markets: Markets;
  readonly group: ExchangeGroup | undefined;
  readonly symbol: SymbolSource;
}

interface JudgedTimes {
  readonly zone: WantedZone;
  readonly stamp: JudgedStamp;
  readonly plan: ImportPlan;
  readonly marketGroup: ExchangeGroup | undefined;
  readonly questions: readonly (string | undefined)[];
}

/** Zone and stamp. The sampled rows have their instants in UTC afterwards. */
function judgeTimes(table: SampledTable, interval: BaseInterval, judging: Judging): Result<JudgedTimes> {
  const { markets, wishes, group } = judging;
  const { rows } = table.sample;
  if (interval === '1d' && table.meaning.kind !== 'day') {
    const days = judgeDays(table, { zone: wishes.options.zone, group, calendar: wishes.options.calendar });
    if (days !== undefined) {
      const stamp = wantedStamp(table, interval, judging);
      const { zone, plan, question } = days;
      return ok({ zone: { zone }, stamp, plan, marketGroup: group, questions: [question] });
    }
  }
  const zone = wantedZone(table, interval, judging);
  const toUtc = createZoneReader(zone.zone.value);
  if (toUtc === undefined) return noSuchZone(zone.zone.value);
  const readsClock = table.meaning.kind === 'clock' || zone.overrides === true;
  if (readsClock)
    for (let row = 0; row < rows.length; row++) rows.openMs[row] = toUtc(rows.openMs[row] as number);
  const stamp = wantedStamp(table, interval, { ...judging, markets });
  const plan = zone.overrides === true ? asClock(table.plan) : table.plan;
  return ok({ zone, stamp, plan, marketGroup: stamp.group ?? group, questions: [zone.question] });
}

/** The plan with its times read as a clock's, although the file says that they are UTC. */
const asClock = (plan: ImportPlan): ImportPlan =>
  plan.kind === 'lines'
    ? { ...plan, lines: { ...plan.lines, ignoresOffset: true } }
    : { ...plan, parquet: { ...plan.parquet, time: plan.parquet.time.kind === 'text' ? plan.parquet.time : { ...plan.parquet.time, isClock: true } } };

/** The group of one symbol, or of several that all have the same. */
function groupOf(symbol: SymbolSource, told: ExchangeGroup | undefined): ExchangeGroup | undefined {
  if (told !== undefined) return told;
  const names = 'symbol' in symbol ? [symbol.symbol] : symbol.inRows;
  const groups = new Set(names.map((name) => groupOfSymbol(name)?.group));
  return groups.size === 1 ? [...groups][0] : undefined;
}

function judgedGroup(
  market: ExchangeGroup | undefined,
  bySymbol: ExchangeGroup | undefined,
  told: ExchangeGroup | undefined,
): Judged<ExchangeGroup> | undefined {
  if (told !== undefined) return { value: told, certainty: 'told', evidence: ['you said so'] };
  if (bySymbol !== undefined) return { value: bySymbol, certainty: 'likely', evidence: ['the symbol says so'] };
  if (market === undefined) return undefined;
  return { value: market, certainty: 'likely', evidence: ['rows begin and end with its sessions'] };
}

/** Futures and spreads have prices below zero; anywhere else a few such rows are no prices. */
const BELOW_ZERO_SHARE = 0.1;

function allowsBelowZero({ sample }: SampledTable, group: ExchangeGroup | undefined): boolean {
  const isFuture = group !== undefined && /^(CME|CFE|ICE)/.test(group);
  return sample.negative > 0 && (isFuture || sample.negative >= BELOW_ZERO_SHARE * sample.rows.length);
}

const belowZeroNote = ({ sample }: SampledTable, allowed: boolean): readonly string[] =>
  allowed ? [`${sample.negative} of ${sample.rows.length} sampled rows have prices of zero or below, which are kept.`] : [];

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
): Result<JudgedInterval> {
  if (interval !== undefined) return ok({ interval: told(interval) });
  return fixed?.interval === undefined ? judgeInterval(sample, meaning, path) : ok({ interval: fixed.interval });
}

interface WantedSymbol {
  readonly symbol: Judged<SymbolSource>;
  /** Of several in the file, the one that the user wants. */
  readonly only?: string;
}

function wantedSymbol(
  { path }: ImportSource,
  { clues }: SampledTable,
  { symbol, symbolFrom }: ProposalOptions,
): Result<WantedSymbol> {
  const several = clues.inColumns ?? [...clues.inRows];
  if (symbol === undefined) {
    const matched = several.length > 0 || symbolFrom === undefined ? undefined : symbolByPattern(symbolFrom, path);
    if (matched !== undefined) return matched;
    const judged = judgeSymbol(clues, path);
    return judged.ok ? ok({ symbol: judged.value }) : judged;
  }
  const wanted = symbol.toUpperCase();
  if (several.length < 2) return ok({ symbol: told({ symbol: wanted }) });
  if (several.some((each) => each.toUpperCase() === wanted))
    return ok({ symbol: told({ inRows: [wanted] }, 'you want this one of the file’s symbols alone'), only: wanted });
  return fail(
    'bad_usage',
    `${path} holds bars of ${several.length} symbols (${several.slice(0, 5).join(', ')}); --symbol would make them one.`,
    'Leave --symbol out, or name one of them: each row says whose it is.',
  );
}

function symbolByPattern(pattern: string, path: string): Result<WantedSymbol> {
  try {
    const match = new RegExp(pattern).exec(path);
    const symbol = (match?.[1] ?? match?.[0] ?? '').toUpperCase();
    if (symbol !== '') return ok({ symbol: told({ symbol }, `--symbol-from ${pattern} finds it in the path`) });
  } catch {
    return fail('bad_usage', `--symbol-from ${pattern} is neither a column of ${path} nor a pattern.`);
  }
  return fail('bad_usage', `--symbol-from ${pattern} finds no symbol in ${path}.`, 'The first group of the pattern is the symbol.');
}

interface WantedZone extends JudgedZone {
  readonly note?: string;
  /** The clock of the rows is read in that zone, although the file says that it is UTC. */
  readonly overrides?: boolean;
}

/** A zone that was told is for times that carry none: what a row says about itself wins, unless it is doubted. */
function wantedZone(table: SampledTable, interval: BaseInterval, judging: Judging): WantedZone {
  const { fixed, meaning, sample } = table;
  const { options, preset } = judging.wishes;
  const wish = options.zone ?? (meaning.kind === 'clock' && fixed?.zone === undefined ? preset.zone : undefined);
  if (wish !== undefined && meaning.kind === 'clock') {
    const by = options.zone === undefined ? `the preset ${options.preset} says so` : 'you said so';
    return { zone: { value: wish, certainty: 'told', evidence: [by] } };
  }
  if (fixed?.zone !== undefined) return { zone: fixed.zone };
  const clues = {
    rows: sample.rows,
    meaning,
    spanMs: Math.min(spanMs(interval), DAY_MS) || MINUTE_MS,
    group: judging.group,
    isLetters: namesOf(judging.symbol).every((name) => /^[A-Z^][A-Z.\-/^]*$/.test(name)),
  };
  const judged = judgeZone(clues, judging.markets);
  if (options.zone === undefined) return judged;
  if (judged.question === undefined)
    return { ...judged, note: `--zone ${options.zone} has no effect: the times carry their own.` };
  const isUtc = options.zone === judged.zone.value;
  return { zone: told(options.zone), ...(isUtc ? {} : { overrides: true }) };
}

const namesOf = (symbol: SymbolSource): readonly string[] => ('symbol' in symbol ? [symbol.symbol] : symbol.inRows);

function wantedStamp({ fixed, sample }: SampledTable, interval: BaseInterval, judging: Judging): JudgedStamp {
  const { options, preset } = judging.wishes;
  const byNumbers = (): JudgedStamp => judgeStamp(sample.rows, interval, judging.group, judging.markets);
  const wish = options.stamp ?? preset.stamp;
  if (wish === undefined) {
    if (fixed?.stamp === undefined || interval === '1d') return byNumbers();
    const { question: _, ...judged } = byNumbers();
    return { ...judged, stamp: fixed.stamp };
  }
  const by = options.stamp === undefined ? `the preset ${options.preset} says so` : 'you said so';
  const { question: _, ...judged } = byNumbers();
  return { ...judged, stamp: { value: wish, certainty: 'told', evidence: [by, ...judged.stamp.evidence] } };
}
