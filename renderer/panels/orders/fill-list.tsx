import { isoUtc } from '../../../core/base/epoch-ms.ts';
import type { Fill } from '../../../core/execution/order.ts';
import { formatMoney, formatPrice, formatQuantity } from '../../format/number.ts';
import { ownerText, signedShares } from '../../format/order-words.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useHeader, useInstruments, useZoneFormat } from '../../state/workstation-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RowList } from '../analysis/row-list.tsx';
import rows from '../analysis/rows.module.css';
import styles from './orders.module.css';

/** Every execution, newest first. */
export function FillList({ fills }: { readonly fills: readonly Fill[] }) {
  const of = useInstruments();
  const format = useZoneFormat();
  const dayMs = useHeader((header) => header.openMs, 0);
  if (fills.length === 0) {
    return (
      <EmptyState title="No fills yet" text="An order is filled by bars that open after it was placed." />
    );
  }
  return (
    <RowList
      label="Fills, newest first"
      rows={fills}
      columns={styles['fills'] ?? ''}
      heads={['Time', 'Order', 'Symbol', 'Quantity', 'Price', 'Slippage', 'Fee', 'Where', 'Held after', 'By']}
      keyOf={(fill) => fill.id}
      cells={({ clock, orderId, symbol, side, quantity, price, slippage, fee, rule, position, owner }) => [
        isoUtc(clock),
        String(orderId),
        symbol,
        `${side} ${quantity}`,
        ...[price, slippage, fee].map(String),
        rule,
        String(position),
        ownerText(owner),
      ]}
      render={({ clock, orderId, symbol, side, quantity, price, slippage, fee, rule, position, owner }) => (
        <>
          <time title={formatUtc(clock)}>{format.stamp(clock, dayMs)}</time>
          <span className={rows['muted']}>{orderId}</span>
          <strong>{symbol}</strong>
          <span className={rows['number']}>{signedShares(side, quantity)}</span>
          <span className={rows['number']}>{formatPrice(price, of(symbol))}</span>
          <span className={rows['number']}>{formatPrice(slippage, of(symbol))}</span>
          <span className={rows['number']}>{formatMoney(fee)}</span>
          <span>at {rule}</span>
          <span className={rows['number']}>{formatQuantity(position)}</span>
          <span>{ownerText(owner)}</span>
        </>
      )}
    />
  );
}
