import { useMemo } from 'react';
import type { SymbolTruth } from '../../../core/live-feed/feed-stats.ts';
import type { FeedTruthAnswer } from '../../../electron/contract/live-requests.ts';
import { formatSpan } from '../../format/feed-words.ts';
import { formatCount, NO_VALUE } from '../../format/number.ts';
import { RowList } from '../analysis/row-list.tsx';
import styles from './feed-view.module.css';

const HEADS = [
  'Symbol',
  'Bars',
  'Received after',
  'mean',
  'worst',
  'Shown after',
  'worst',
  'Missed',
  'Late',
  'Corrected',
  'Twice',
  'No trades',
  'Note',
] as const;

interface Row {
  readonly index: number;
  readonly cells: readonly string[];
}

const span = (isThere: boolean, ms: number): string => (isThere ? formatSpan(ms) : NO_VALUE);

function cellsOf(truth: SymbolTruth, refusal: string): readonly string[] {
  const { received, latencySumMs, lastLatencyMs, worstLatencyMs, lastShownMs, worstShownMs } = truth;
  const came = received > 0;
  return [
    truth.symbol,
    formatCount(received),
    span(came, lastLatencyMs),
    span(came, latencySumMs / received),
    span(came, worstLatencyMs),
    span(worstShownMs > 0, lastShownMs),
    span(worstShownMs > 0, worstShownMs),
    formatCount(truth.filled),
    formatCount(truth.late),
    formatCount(truth.corrected),
    formatCount(truth.duplicated),
    formatCount(truth.confirmedEmpty),
    refusal,
  ];
}

/** One row per symbol; delays count from the close of a bar, in market time. */
export function FeedTable({ truth }: { readonly truth: FeedTruthAnswer }) {
  const rows = useMemo((): readonly Row[] => {
    const refused = new Map(truth.refused.map(({ symbol, reason }) => [symbol, `refused: ${reason}`]));
    const known = truth.symbols.map((each) => cellsOf(each, refused.get(each.symbol) ?? ''));
    for (const { symbol } of truth.symbols) refused.delete(symbol);
    const never = Array.from(refused, ([symbol, why]) => [
      symbol,
      ...HEADS.slice(2).map(() => NO_VALUE),
      why,
    ]);
    return [...known, ...never].reverse().map((cells, index) => ({ index, cells }));
  }, [truth]);
  return (
    <RowList
      label="The feed, symbol by symbol"
      rows={rows}
      columns={styles['symbols'] ?? ''}
      heads={HEADS}
      keyOf={({ index }) => index}
      cells={({ cells }) => cells}
      render={({ cells: [symbol, ...figures] }) => (
        <>
          <strong>{symbol}</strong>
          {figures.map((figure, index) => (
            <span key={`${HEADS[index + 1]} ${String(index)}`} title={HEADS[index + 1]}>
              {figure}
            </span>
          ))}
        </>
      )}
    />
  );
}
