import { isoUtc } from '../../../core/base/epoch-ms.ts';
import type { Order } from '../../../core/execution/order.ts';
import { formatPrice, formatQuantity } from '../../format/number.ts';
import { ORDER_STATUS, orderTerms, ownerText, signedShares } from '../../format/order-words.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { isOpen } from '../../state/trading-copy.ts';
import { useHeader, useInstruments, useWorkstation, useZoneFormat } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RowList } from '../analysis/row-list.tsx';
import rows from '../analysis/rows.module.css';
import styles from './orders.module.css';

/** Every order, newest first, with the reason of each rejection. */
export function OrderList({ orders }: { readonly orders: readonly Order[] }) {
  const { trading } = useWorkstation();
  const of = useInstruments();
  const format = useZoneFormat();
  const dayMs = useHeader((header) => header.openMs, 0);
  if (orders.length === 0) {
    return (
      <EmptyState
        title="No orders yet"
        text="O writes one for the selected symbol. Those of strategies appear here too, newest first."
      />
    );
  }
  return (
    <RowList
      label="Orders, newest first"
      rows={orders}
      columns={styles['orders'] ?? ''}
      heads={['Placed', 'No.', 'Symbol', 'Quantity', 'Filled', 'Terms', 'Average', 'Status', 'By', '']}
      keyOf={(order) => order.id}
      cells={(order) => [
        isoUtc(order.placedAt),
        String(order.id),
        order.symbol,
        `${order.side} ${order.quantity}`,
        String(order.filled),
        orderTerms(order, of(order.symbol)),
        order.averagePrice === null ? '' : String(order.averagePrice),
        [order.status, order.refusal?.reason].filter(Boolean).join(': '),
        ownerText(order.owner),
        '',
      ]}
      render={(order) => (
        <>
          <time title={formatUtc(order.placedAt)}>{format.stamp(order.placedAt, dayMs)}</time>
          <span className={rows['muted']}>{order.id}</span>
          <strong>{order.symbol}</strong>
          <span className={rows['number']}>{signedShares(order.side, order.quantity)}</span>
          <span className={rows['number']}>{formatQuantity(order.filled)}</span>
          <span title={orderTerms(order, of(order.symbol))}>{orderTerms(order, of(order.symbol))}</span>
          <span className={rows['number']}>{formatPrice(order.averagePrice, of(order.symbol))}</span>
          <span title={order.refusal?.reason} data-status={order.status}>
            {ORDER_STATUS[order.status]}
            {order.refusal === null ? '' : `: ${order.refusal.reason}`}
          </span>
          <span title={order.tag ?? undefined}>{ownerText(order.owner)}</span>
          {isOpen(order) ? (
            <Button
              look="quiet"
              aria-label={`Cancel order ${order.id}`}
              onClick={() => void trading.cancel(order.id)}
            >
              Cancel
            </Button>
          ) : (
            <span />
          )}
        </>
      )}
    />
  );
}
