import type { Instrument } from '../../../core/model/instrument.ts';
import type { SymbolMetadata } from '../../../core/model/symbol-metadata.ts';
import type { HistorySeries, SymbolRecord } from '../../../core/session-data/symbol-record.ts';
import { FIGURES, type SymbolRow } from '../../contract/batch.ts';
import type { InstrumentView } from '../../contract/instrument-view.ts';
import type { HostedSession } from '../session/hosted-session.ts';

const SPARK_POINTS = 40;

/** Requests of a window that the loop has not applied yet, and failed ones: rows without a record. */
export interface PlaceholderRow {
  readonly symbol: string;
  readonly phase: 'queued' | 'failed';
  readonly reason: string;
}

const WITHOUT_RECORD: SymbolMetadata = {
  meets_session_config_requirements: false,
  added_by: 'user',
  auto_provisioned: false,
  added_at: null,
  upgraded_from_adhoc: false,
};

/** Until a symbol is loaded. */
const SHARE: InstrumentView = {
  tick: 0.01,
  tickBelowOne: 0.0001,
  quantityStep: 1,
  currency: 'USD',
  multiplier: 1,
  assetClass: 'EQUITY',
};

const instrumentView = (of: Instrument): InstrumentView => ({
  tick: of.tickSize,
  tickBelowOne: of.tickBelowOne,
  quantityStep: of.quantityStep,
  currency: of.currency,
  multiplier: of.multiplier ?? null,
  assetClass: of.assetClass,
});

export const passingRow = ({ symbol, phase, reason }: PlaceholderRow): SymbolRow => ({
  symbol,
  phase,
  reason,
  doneBars: 0,
  totalBars: 0,
  last: null,
  change: null,
  changePercent: null,
  volume: 0,
  lagMs: 0,
  worstLagMs: 0,
  barCount: 0,
  quality: null,
  metadata: WITHOUT_RECORD,
  addedAtMs: null,
  intervals: [],
  synthetic: false,
  halted: null,
  corrections: 0,
  history: [],
  lockedBy: null,
  instrument: SHARE,
  spark: [],
});

/** A row without the changing figures. */
export type RowFacts = Omit<SymbolRow, (typeof FIGURES)[number] | 'spark'>;

/** A symbol's role in the session, and its progress. */
export function rowFacts(session: HostedSession, record: SymbolRecord): RowFacts {
  return {
    symbol: record.symbol,
    phase: record.stage,
    reason: '',
    metadata: record.metadata,
    addedAtMs: record.metadata.added_at === null ? null : Date.parse(record.metadata.added_at),
    intervals: [...record.series.keys()],
    synthetic: record.synthetic,
    halted: record.halted ?? null,
    corrections: record.corrections,
    history: [...record.history.values()].map(historyText),
    lockedBy: session.run.lockedBy(record.symbol) ?? null,
    instrument: instrumentView(session.run.broker.rules.tradables.of(record.symbol).instrument),
  };
}

/** The current figures that change. */
export function rowFigures(
  session: HostedSession,
  record: SymbolRecord,
): Pick<SymbolRow, (typeof FIGURES)[number]> {
  const catchUp = session.run.day?.catchUps.of(record.symbol);
  const { last, firstOpen, volume } = record.metrics;
  const priced = !Number.isNaN(last);
  return {
    last: priced ? last : null,
    change: priced ? last - firstOpen : null,
    changePercent: priced ? (100 * (last - firstOpen)) / firstOpen : null,
    quality: qualityOf(session, record),
    volume,
    lagMs: record.lagMs,
    worstLagMs: record.worstLagMs,
    barCount: record.baseBars?.length ?? 0,
    doneBars: catchUp?.doneBars ?? 0,
    totalBars: catchUp?.totalBars ?? 0,
  };
}

/** Differs exactly when a figure does, because it contains all of them. */
export const figuresVersion = (figures: ReturnType<typeof rowFigures>): string =>
  FIGURES.map((name) => figures[name]).join(' ');

function qualityOf(session: HostedSession, record: SymbolRecord): number | null {
  if (record.baseInterval === undefined) return null;
  return session.run.day?.data.quality(record.symbol, record.baseInterval) ?? null;
}

const historyText = ({ interval, days, bars }: HistorySeries): string =>
  `${interval}: ${days.length} ${days.length === 1 ? 'day' : 'days'}, ${bars.length.toLocaleString('en-US')} bars`;

/** Closes spread evenly over the day so far, the last one always among them. */
export function sparkOf({ baseBars }: SymbolRecord): Float64Array {
  if (baseBars === undefined || baseBars.length === 0) return new Float64Array(0);
  const { length, close } = baseBars;
  const points = Math.min(length, SPARK_POINTS);
  return Float64Array.from({ length: points }, (_, index) => {
    const at = points === 1 ? length - 1 : Math.round((index * (length - 1)) / (points - 1));
    return close[at] as number;
  });
}
