import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { InstrumentView } from '../../../electron/contract/instrument-view.ts';
import type { OrderType } from '../../../core/execution/order.ts';
import { formatMoney, formatPrice } from '../../format/number.ts';
import { needsLimit, needsStop, newOrder, readOrder, type OrderDraft } from '../../state/order-draft.ts';
import { useCopy, useInstrument, useView, useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import fields from '../../ui/field.module.css';
import { Segments } from '../../ui/segments.tsx';
import styles from './orders.module.css';
import { Choice, Field } from './ticket-fields.tsx';

const TYPES: readonly { readonly value: OrderType; readonly label: string }[] = [
  { value: 'market', label: 'Market' },
  { value: 'limit', label: 'Limit' },
  { value: 'stop', label: 'Stop' },
  { value: 'stop_limit', label: 'Stop limit' },
];

/** Writes an order for the symbol that is selected. */
export function OrderTicket({ onPlaced }: { readonly onPlaced: () => void }) {
  const { view } = useWorkstation();
  const open = useView(({ ticketOpen }) => ticketOpen);
  const setOpen = (ticketOpen: boolean): void => view.setState({ ticketOpen });
  const selected = useView((state) => state.selected);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={styles['trigger']} disabled={selected === null}>
        New order{selected === null ? '' : `: ${selected}`}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles['ticket']}
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label="New order"
          onOpenAutoFocus={startWithShares}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <Ticket
            symbol={selected ?? ''}
            onPlaced={() => {
              setOpen(false);
              onPlaced();
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The quantity comes first and is selected: the key, a number, Enter. */
function startWithShares(event: Event): void {
  event.preventDefault();
  (event.currentTarget as HTMLElement).querySelector('input')?.select();
}

/** The unit of a quantity. */
function unitName(instrument: InstrumentView | undefined): string {
  if (instrument?.assetClass === 'FUTURE') return 'Contracts';
  return instrument === undefined || instrument.assetClass === 'EQUITY' ? 'Shares' : 'Quantity';
}

interface TicketProps {
  readonly symbol: string;
  readonly onPlaced: () => void;
}

function Ticket({ symbol, onPlaced }: TicketProps) {
  const { trading } = useWorkstation();
  const unit = useInstrument(symbol);
  const [draft, setDraft] = useState(() => newOrder(symbol, unit));
  const [refusal, setRefusal] = useState<string | null>(null);
  const last = useCopy((copy) => copy.rows.get(symbol)?.last ?? null);
  const set = (change: Partial<OrderDraft>): void => {
    setDraft({ ...draft, ...change });
    setRefusal(null);
  };
  const order = readOrder(draft, unit);
  const problem = typeof order === 'string' ? order : refusal;
  const place = async (): Promise<void> => {
    if (typeof order === 'string') return;
    const result = await trading.place(order);
    if (result.ok) onPlaced();
    else setRefusal(result.failure.message);
  };
  const price = needsLimit(draft) ? Number(draft.limit) : last;
  const value = price === null ? Number.NaN : price * Number(draft.quantity) * (unit?.multiplier ?? 1);
  return (
    <form
      className={classNames(fields['fields'], styles['form'])}
      onSubmit={(event) => {
        event.preventDefault();
        void place();
      }}
    >
      <p className={styles['what']}>
        <strong>{symbol}</strong> {formatPrice(last, unit)}
      </p>
      <Segments
        label="Side"
        value={draft.side}
        segments={[
          { value: 'buy', label: 'Buy' },
          { value: 'sell', label: 'Sell' },
        ]}
        onChoose={(side) => set({ side })}
      />
      <Field name={unitName(unit)} value={draft.quantity} onType={(quantity) => set({ quantity })} />
      <Choice name="Type" value={draft.type} onChoose={(type) => set({ type })} choices={TYPES} />
      {needsStop(draft) ? <Field name="Stop" value={draft.stop} onType={(stop) => set({ stop })} /> : null}
      {needsLimit(draft) ? (
        <Field name="Limit" value={draft.limit} onType={(limit) => set({ limit })} />
      ) : null}
      <Field
        name="Take profit"
        hint="none"
        value={draft.takeProfit}
        onType={(takeProfit) => set({ takeProfit })}
      />
      <Field name="Stop loss" hint="none" value={draft.stopLoss} onType={(stopLoss) => set({ stopLoss })} />
      <Choice
        name="Lasts"
        value={draft.lasts}
        onChoose={(lasts) => set({ lasts })}
        choices={[
          { value: 'day', label: 'until the close' },
          { value: 'gtc', label: 'until the run ends' },
        ]}
      />
      <p className={styles['problem']} role="alert">
        {problem ?? ''}
      </p>
      <Button type="submit" look="primary" disabled={typeof order === 'string'}>
        {draft.side === 'buy' ? 'Buy' : 'Sell'} {draft.quantity} {symbol}
        {Number.isFinite(value) && value > 0
          ? `, about ${formatMoney(value)} ${unit?.currency ?? ''}`.trimEnd()
          : ''}
      </Button>
    </form>
  );
}
