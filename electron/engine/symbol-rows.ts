import type { SymbolMetadata } from '../../core/model/symbol-metadata.ts';
import type { HistorySeries, SymbolRecord } from '../../core/session-data/symbol-record.ts';
import type { SymbolPhase, SymbolRow } from '../contract/batch.ts';
import type { HostedSession } from './hosted-session.ts';

const SPARK_POINTS = 40;

/** What a window asked for and the loop has not taken yet, and what failed: rows without a record. */
export interface PassingRow {
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

export const passingRow = ({ symbol, phase, reason }: PassingRow): SymbolRow => ({
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
  history: [],
  lockedBy: null,
  spark: [],
});

/** A symbol's row as it stands now. */
export function symbolRow(session: HostedSession, record: SymbolRecord): SymbolRow {
  const day = session.run.day;
  const catchUp = day?.catchUps.of(record.symbol);
  const { last, firstOpen } = record.metrics;
  const priced = !Number.isNaN(last);
  return {
    symbol: record.symbol,
    phase: phaseOf(session, record),
    reason: '',
    doneBars: catchUp?.doneBars ?? 0,
    totalBars: catchUp?.totalBars ?? 0,
    last: priced ? last : null,
    change: priced ? last - firstOpen : null,
    changePercent: priced ? (100 * (last - firstOpen)) / firstOpen : null,
    volume: record.metrics.volume,
    lagMs: record.lagMs,
    worstLagMs: record.worstLagMs,
    barCount: record.baseBars?.length ?? 0,
    quality: qualityOf(session, record),
    metadata: record.metadata,
    addedAtMs: record.metadata.added_at === null ? null : Date.parse(record.metadata.added_at),
    intervals: [...record.series.keys()],
    synthetic: record.synthetic,
    history: [...record.history.values()].map(historyText),
    lockedBy: session.run.lockedBy(record.symbol) ?? null,
    spark: spark(record),
  };
}

/** Changes whenever a row of the symbol would; cheap enough to compare at every batch. */
export function rowVersion(session: HostedSession, record: SymbolRecord): string {
  const done = session.run.day?.catchUps.of(record.symbol)?.doneBars ?? -1;
  const { metadata, lagMs, worstLagMs } = record;
  const full = metadata.meets_session_config_requirements ? 1 : 0;
  return `${phaseOf(session, record)} ${record.baseBars?.length ?? 0} ${done} ${lagMs} ${worstLagMs} ${full} ${record.series.size} ${session.run.lockedBy(record.symbol) ?? ''}`;
}

function phaseOf(session: HostedSession, { symbol, stage }: SymbolRecord): SymbolPhase {
  if (stage === 'active' || stage === 'catching_up') return stage;
  return session.run.day?.provisioner.phaseOf(symbol) ?? 'queued';
}

function qualityOf(session: HostedSession, record: SymbolRecord): number | null {
  if (record.baseInterval === undefined) return null;
  return session.run.day?.data.quality(record.symbol, record.baseInterval) ?? null;
}

const historyText = ({ interval, days, bars }: HistorySeries): string =>
  `${interval}: ${days.length} ${days.length === 1 ? 'day' : 'days'}, ${bars.length} bars`;

/** Closes spread evenly over the day so far, the last one always among them. */
function spark({ baseBars }: SymbolRecord): readonly number[] {
  if (baseBars === undefined || baseBars.length === 0) return [];
  const { length, close } = baseBars;
  const points = Math.min(length, SPARK_POINTS);
  return Array.from({ length: points }, (_, index) => {
    const at = points === 1 ? length - 1 : Math.round((index * (length - 1)) / (points - 1));
    return close[at] as number;
  });
}
