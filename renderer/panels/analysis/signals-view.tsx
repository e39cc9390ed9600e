import { isoUtc, type EpochMs } from '../../../core/base/epoch-ms.ts';
import { useMemo } from 'react';
import type { SignalRow } from '../../../electron/contract/batch.ts';
import { formatPrice } from '../../format/number.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { withFolds } from '../../state/folds.ts';
import { useHeader, useZoneFormat } from '../../state/workstation-context.ts';
import { NothingYet } from './nothing-yet.tsx';
import { RowList } from './row-list.tsx';
import styles from './rows.module.css';

const DIRECTIONS = { long: '▲ long', short: '▼ short', flat: '■ flat' } as const;

const nthOf = (signal: SignalRow): number => signal.nth;

/** Signals of strategies, newest first. */
export function SignalsView({ signals }: { readonly signals: readonly SignalRow[] }) {
  const format = useZoneFormat();
  const dayMs = useHeader((header) => header.openMs, 0);
  const rows = useMemo(() => withFolds(signals, nthOf), [signals]);
  if (signals.length === 0) {
    return (
      <NothingYet
        title="No signals yet"
        text="Signals of strategies appear here, newest first."
        ended="No strategy sent a signal"
      />
    );
  }
  return (
    <RowList
      label="Signals, newest first"
      rows={rows}
      columns={styles['signals'] ?? ''}
      heads={['Time', 'Symbol', 'Signal', 'Price', 'Strategy', 'Signal']}
      cells={({ clockMs, symbol, direction, price, strategy, text }) => [
        isoUtc(clockMs as EpochMs),
        symbol,
        direction,
        String(price),
        strategy,
        text,
      ]}
      render={(signal) => (
        <>
          <time title={formatUtc(signal.clockMs)}>{format.stamp(signal.clockMs, dayMs)}</time>
          <strong>{signal.symbol}</strong>
          <span className={styles[signal.direction]}>{DIRECTIONS[signal.direction]}</span>
          <span className={styles['number']}>{formatPrice(signal.price)}</span>
          <span>{signal.strategy}</span>
          <span className={styles['text']} title={signal.text}>
            {signal.text}
          </span>
        </>
      )}
    />
  );
}
