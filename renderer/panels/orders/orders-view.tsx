import { useState } from 'react';
import type { TradingCopy } from '../../state/trading-copy.ts';
import { isOpen } from '../../state/trading-copy.ts';
import { Segments } from '../../ui/segments.tsx';
import { NothingYet } from '../analysis/nothing-yet.tsx';
import { AccountStrip } from './account-strip.tsx';
import { FillList } from './fill-list.tsx';
import { OrderList } from './order-list.tsx';
import { OrderTicket } from './order-ticket.tsx';
import styles from './orders.module.css';
import { PositionList } from './position-list.tsx';

type List = 'positions' | 'orders' | 'fills';

const withCount = (name: string, count: number): string => (count === 0 ? name : `${name} ${count}`);

/** The account, positions, orders and executions. */
export function OrdersView({ trading }: { readonly trading: TradingCopy }) {
  const [list, setList] = useState<List>('positions');
  const { account, positions, orders, fills } = trading;
  if (account === null) {
    return (
      <NothingYet
        title="No account yet"
        text="It is opened when the session's first day has loaded."
        ended="No trades"
      />
    );
  }
  const working = orders.filter(isOpen).length;
  return (
    <div className={styles['view']} data-testid="orders">
      <AccountStrip account={account} hasAnything={positions.length + working > 0} />
      <div className={styles['bar']}>
        <Segments
          label="List"
          value={list}
          segments={[
            { value: 'positions', label: withCount('Positions', positions.length) },
            { value: 'orders', label: withCount('Orders', working), name: `Orders, ${working} open` },
            { value: 'fills', label: withCount('Fills', fills.length) },
          ]}
          onChoose={setList}
        />
        <OrderTicket onPlaced={() => setList('orders')} />
      </div>
      <div className={styles['list']}>
        {list === 'positions' ? <PositionList positions={positions} /> : null}
        {list === 'orders' ? <OrderList orders={orders} /> : null}
        {list === 'fills' ? <FillList fills={fills} /> : null}
      </div>
    </div>
  );
}
