import { isoUtc } from '../../../core/base/epoch-ms.ts';
import type { Position } from '../../../core/execution/order.ts';
import { formatMoney, formatPrice, formatQuantity, formatSignedMoney } from '../../format/number.ts';
import { ownerText } from '../../format/order-words.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useHeader, useInstruments, useWorkstation, useZoneFormat } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RowList } from '../analysis/row-list.tsx';
import rows from '../analysis/rows.module.css';
import styles from './orders.module.css';

/** Open positions, the last opened first. */
export function PositionList({ positions }: { readonly positions: readonly Position[] }) {
  const { trading } = useWorkstation();
  const of = useInstruments();
  const format = useZoneFormat();
  const dayMs = useHeader((header) => header.openMs, 0);
  if (positions.length === 0) {
    return (
      <EmptyState
        title="No positions"
        text="O writes an order for the selected symbol; open positions appear here."
      />
    );
  }
  return (
    <RowList
      label="Positions, last opened first"
      rows={positions}
      columns={styles['positions'] ?? ''}
      heads={['Opened', 'Symbol', 'Quantity', 'Average', 'Last', 'Value', 'Unrealised', 'By', '']}
      keyOf={(position) => positions.indexOf(position)}
      cells={({ openedAt, symbol, quantity, averagePrice, marketPrice, marketValue, unrealised, owner }) => [
        isoUtc(openedAt),
        symbol,
        String(quantity),
        String(averagePrice),
        String(marketPrice),
        String(marketValue),
        String(unrealised),
        ownerText(owner),
        '',
      ]}
      render={({ openedAt, symbol, quantity, averagePrice, marketPrice, marketValue, unrealised, owner }) => (
        <>
          <time title={formatUtc(openedAt)}>{format.stamp(openedAt, dayMs)}</time>
          <strong>{symbol}</strong>
          <span className={rows['number']}>{formatQuantity(quantity)}</span>
          <span className={rows['number']}>{formatPrice(averagePrice, of(symbol))}</span>
          <span className={rows['number']}>{formatPrice(marketPrice, of(symbol))}</span>
          <span className={rows['number']}>{formatMoney(marketValue)}</span>
          <span
            className={classNames(
              rows['number'],
              unrealised > 0 && styles['up'],
              unrealised < 0 && styles['down'],
            )}
          >
            {formatSignedMoney(unrealised)}
          </span>
          <span>{ownerText(owner)}</span>
          <Button look="quiet" aria-label={`Close ${symbol}`} onClick={() => void trading.flatten(symbol)}>
            Close
          </Button>
        </>
      )}
    />
  );
}
