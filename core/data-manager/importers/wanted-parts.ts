import { DAY_MS, MINUTE_MS } from '../../base/epoch-ms.ts';
import { spanMs, type BaseInterval } from '../../base/interval.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { isSymbol, SYMBOL_RULE } from '../../base/symbol-rule.ts';
import type { ExchangeGroup } from '../../model/exchange-groups.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import type { ImportSource } from './import-source.ts';
import { judgeInterval, type JudgedInterval } from './judging/judge-interval.ts';
import { judgeStamp, type JudgedStamp } from './judging/judge-stamp.ts';
import { judgeSymbol } from './judging/judge-symbol.ts';
import { judgeZone, type JudgedZone } from './judging/judge-zone.ts';
import type { Markets } from './judging/market-fit.ts';
import type { Preset } from './presets.ts';
import type { ImportOverrides, Judged, SampledTable, SymbolSource } from './proposal.ts';

export interface ProposalOptions extends ImportOverrides {
  readonly calendar: MarketCalendar;
}

/** The parts that the user and the named preset specify. */
export interface Wishes {
  readonly options: ProposalOptions;
  readonly preset: Partial<Preset>;
}

/** The known facts of a source when its times are judged. */
export interface Judging {
  readonly wishes: Wishes;
  readonly markets: Markets;
  readonly group: ExchangeGroup | undefined;
  readonly symbol: SymbolSource;
}

const told = <T>(value: T, by = 'you said so'): Judged<T> => ({ value, certainty: 'told', evidence: [by] });

/** The user's word, else the format, else the rows. */
export function wantedInterval(
  { fixed, meaning, sample }: SampledTable,
  { interval, bars }: ProposalOptions,
  path: string,
): Result<JudgedInterval> {
  if (bars !== undefined) return ok({ interval: told(bars, 'trades become bars of it') });
  if (interval !== undefined) return ok({ interval: told(interval) });
  return fixed?.interval === undefined
    ? judgeInterval(sample, meaning, path)
    : ok({ interval: fixed.interval });
}

export interface WantedSymbol {
  readonly symbol: Judged<SymbolSource>;
  /** Of several in the file, the one that the user wants. */
  readonly only?: string;
}

export function wantedSymbol(
  { path }: ImportSource,
  { clues }: SampledTable,
  { symbol, symbolFrom }: ProposalOptions,
): Result<WantedSymbol> {
  const several = clues.inColumns ?? [...clues.inRows];
  if (symbol === undefined) {
    const matched =
      several.length > 0 || symbolFrom === undefined ? undefined : symbolByPattern(symbolFrom, path);
    if (matched !== undefined) return matched;
    const judged = judgeSymbol(clues, path);
    return judged.ok ? ok({ symbol: judged.value }) : judged;
  }
  const wanted = symbol.toUpperCase();
  if (!isSymbol(wanted)) return fail('bad_usage', `--symbol ${symbol}: expected ${SYMBOL_RULE}.`);
  if (several.length < 2) return ok({ symbol: told({ symbol: wanted }) });
  if (several.some((each) => each.toUpperCase() === wanted))
    return ok({
      symbol: told({ inRows: [wanted] }, 'you want this one of the file’s symbols alone'),
      only: wanted,
    });
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
    if (symbol !== '')
      return ok({ symbol: told({ symbol }, `--symbol-from ${pattern} finds it in the path`) });
  } catch {
    return fail('bad_usage', `--symbol-from ${pattern} is neither a column of ${path} nor a pattern.`);
  }
  return fail(
    'bad_usage',
    `--symbol-from ${pattern} finds no symbol in ${path}.`,
    'The first group of the pattern is the symbol.',
  );
}

export interface WantedZone extends JudgedZone {
  readonly note?: string;
  /** The clock of the rows is read in that zone, although the file says that it is UTC. */
  readonly overrides?: boolean;
}

/** The user's zone is for times that carry none: a row's own zone wins, unless the user doubts it. */
export function wantedZone(table: SampledTable, interval: BaseInterval, judging: Judging): WantedZone {
  const { fixed, meaning, sample } = table;
  const { options, preset } = judging.wishes;
  const wish =
    options.zone ?? (meaning.kind === 'clock' && fixed?.zone === undefined ? preset.zone : undefined);
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

const namesOf = (symbol: SymbolSource): readonly string[] =>
  'symbol' in symbol ? [symbol.symbol] : symbol.inRows;

export function wantedStamp(
  { fixed, sample }: SampledTable,
  interval: BaseInterval,
  judging: Judging,
): JudgedStamp {
  const { options, preset } = judging.wishes;
  if (options.bars !== undefined)
    return {
      stamp: told('open', 'trades have times of their own'),
      ...(judging.group === undefined ? {} : { group: judging.group }),
    };
  const byNumbers = (): JudgedStamp => judgeStamp(sample.rows, interval, judging.group, judging.markets);
  const wish = options.stamp ?? preset.stamp;
  if (wish === undefined) {
    if (fixed?.stamp === undefined || interval === '1d') return byNumbers();
    const { question: _, ...judged } = byNumbers();
    return { ...judged, stamp: fixed.stamp };
  }
  const by = options.stamp === undefined ? `the preset ${options.preset} says so` : 'you said so';
  const { question: _, ...judged } = byNumbers();
  const isAgainst = judged.stamp.certainty !== 'assumed' && judged.stamp.value !== wish;
  return {
    ...judged,
    stamp: { value: wish, certainty: 'told', evidence: [by, ...judged.stamp.evidence] },
    ...(isAgainst
      ? { note: `Times are taken for ${wish}s, yet the numbers look like ${judged.stamp.value}s.` }
      : {}),
  };
}
