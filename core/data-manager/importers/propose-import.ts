import type { BaseInterval } from '../../base/interval.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { ExchangeGroup } from '../../model/exchange-groups.ts';
import type { ImportSource } from './import-source.ts';
import { groupOfSymbol } from './judging/group-of-symbol.ts';
import { judgeDays } from './judging/judge-days.ts';
import { judgeRepeats } from './judging/judge-repeats.ts';
import type { JudgedStamp } from './judging/judge-stamp.ts';
import { Markets } from './judging/market-fit.ts';
import { readLeanFactors } from './lean/factor-file.ts';
import { leanAside } from './lean/lean-file.ts';
import { matchingPresets, PRESETS } from './presets.ts';
import type { ImportPlan, ImportProposal, Judged, SampledTable, SymbolSource } from './proposal.ts';
import { sampleSource } from './sample-source.ts';
import {
  wantedInterval,
  wantedStamp,
  wantedSymbol,
  wantedZone,
  type Judging,
  type ProposalOptions,
  type WantedZone,
  type Wishes,
} from './wanted-parts.ts';
import { createZoneReader } from './judging/zone-reader.ts';

/**
 * Examines a file and reports how it would be read, with the evidence; writes nothing.
 *
 * Fails with `missing_file`, `bad_file` (no bars in it), `damaged_file` (it cannot be read in its format), `bad_usage`
 * (an invalid option, or no symbol) and `unsupported` (an interval that the store does not keep).
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
  const times = judgeTimes(table, interval.value.interval.value, {
    wishes,
    markets,
    group,
    symbol: symbol.value.symbol.value,
  });
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
    origin: {
      source: options.source ?? preset.source ?? table.vendor ?? table.format,
      adjusted: options.adjusted ?? false,
    },
    questions: [
      ...table.questions,
      interval.value.question,
      ...questions,
      stamp.question,
      options.symbol === undefined && options.bars === undefined ? judgeRepeats(table) : undefined,
    ].filter((text) => text !== undefined),
    notes: [...(table.notes ?? []), zone.note, stamp.note, ...belowZeroNote(table, belowZero)].filter(
      (text) => text !== undefined,
    ),
    ofTrades: options.bars !== undefined,
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

/** The plan with its times read as a clock's, although the file states that they are UTC. */
const asClock = (plan: ImportPlan): ImportPlan =>
  plan.kind === 'lines'
    ? { ...plan, lines: { ...plan.lines, ignoresOffset: true } }
    : {
        ...plan,
        parquet: {
          ...plan.parquet,
          time:
            plan.parquet.time.kind === 'text' ? plan.parquet.time : { ...plan.parquet.time, isClock: true },
        },
      };

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
  if (bySymbol !== undefined)
    return { value: bySymbol, certainty: 'likely', evidence: ['the symbol says so'] };
  if (market === undefined) return undefined;
  return { value: market, certainty: 'likely', evidence: ['rows begin and end with its sessions'] };
}

/** Futures and spreads have prices below zero; elsewhere a few such rows are not prices. */
const BELOW_ZERO_SHARE = 0.1;

function allowsBelowZero({ sample }: SampledTable, group: ExchangeGroup | undefined): boolean {
  const isFuture = group !== undefined && /^(CME|CFE|ICE)/.test(group);
  return sample.negative > 0 && (isFuture || sample.negative >= BELOW_ZERO_SHARE * sample.rows.length);
}

const belowZeroNote = ({ sample }: SampledTable, allowed: boolean): readonly string[] =>
  allowed
    ? [
        `${sample.negative} of ${sample.rows.length} sampled rows have prices of zero or below, which are kept.`,
      ]
    : [];

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
