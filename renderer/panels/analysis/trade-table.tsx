import type { TradeRow } from '../../../core/report/run-report.ts';
import { formatPrice, formatSignedMoney, NO_VALUE } from '../../format/number.ts';
import { useCommands, useHeader, useWorkstation, useZoneFormat } from '../../state/workstation-context.ts';
import { select } from '../../state/view-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { RowList } from './row-list.tsx';
import rows from './rows.module.css';
import styles from './trading-report.module.css';

const HEADS = [
  'Entry',
  'Symbol',
  'Side',
  'Shares',
  'Price',
  'Exit',
  'Exit price',
  'Profit',
  'MAE',
  'MFE',
  'Bars',
  'By',
  'Added by',
];

/** Every trade, newest first. A click jumps back to the bar of its entry and shows its symbol on the chart. */
export function TradeTable({ trades }: { readonly trades: readonly TradeRow[] }) {
  const format = useZoneFormat();
  const dayMs = useHeader((header) => header.openMs, 0);
  const commands = useCommands();
  const { view } = useWorkstation();
  const stamp = (iso: string | null): string =>
    iso === null ? 'open' : format.stamp(Date.parse(iso), dayMs);
  const goTo = ({ symbol, entry_at }: TradeRow): void => {
    view.setState(select(symbol));
    void commands.jumpTo(Date.parse(entry_at));
  };
  return (
    <div className={styles['trades']}>
      <RowList
        label="Trades, newest first"
        rows={trades}
        columns={styles['tradeColumns'] ?? ''}
        heads={HEADS}
        keyOf={({ id }) => id}
        cells={(trade) => [
          ...[trade.entry_bar, trade.symbol, trade.direction, trade.quantity, trade.entry_price].map(String),
          ...[trade.exit_bar ?? '', trade.exit_price ?? '', trade.profit, trade.mae, trade.mfe].map(String),
          ...[trade.bars, trade.strategy, trade.metadata?.added_by ?? ''].map(String),
        ]}
        render={(trade) => (
          <>
            <button
              type="button"
              className={styles['jump']}
              title={`Back to the bar that ${trade.symbol} was entered in`}
              onClick={() => goTo(trade)}
            >
              {stamp(trade.entry_bar)}
            </button>
            <strong>{trade.symbol}</strong>
            <span>{trade.direction}</span>
            <span className={rows['number']}>{trade.quantity}</span>
            <span className={rows['number']}>{formatPrice(trade.entry_price)}</span>
            <span>{stamp(trade.exit_bar)}</span>
            <span className={rows['number']}>
              {trade.exit_price === null ? NO_VALUE : formatPrice(trade.exit_price)}
            </span>
            <span className={classNames(rows['number'], trade.profit < 0 ? styles['loss'] : styles['gain'])}>
              {formatSignedMoney(trade.profit)}
            </span>
            <span className={rows['number']}>{formatSignedMoney(trade.mae)}</span>
            <span className={rows['number']}>{formatSignedMoney(trade.mfe)}</span>
            <span className={rows['number']}>{trade.bars}</span>
            <span>{trade.strategy}</span>
            <span className={rows['muted']}>{trade.metadata?.added_by ?? NO_VALUE}</span>
          </>
        )}
      />
    </div>
  );
}
