import { FileInput, ListFilter } from 'lucide-react';
import { counted } from '../../format/number.ts';
import { SYMBOL_ORDERS, type SymbolOrder } from '../../state/view-store.ts';
import { useCopy, useView, useWorkstation } from '../../state/workstation-context.ts';
import { IconButton } from '../../ui/button.tsx';
import { ChoiceMenu } from '../../ui/menu.tsx';
import { chooseFiles } from '../import/import-inputs.tsx';
import tools from '../shell/panel-tools.module.css';
import styles from './symbol-list.module.css';
import { SYMBOL_LIST_ID } from './symbol-list.tsx';

export const SYMBOL_FILTER_ID = 'filter-symbols';

const ORDERS: Readonly<Record<SymbolOrder, { readonly short: string; readonly label: string }>> = {
  added: { short: 'Added', label: 'As they were added' },
  symbol: { short: 'A–Z', label: 'By symbol' },
  change: { short: '% up', label: 'Largest rise first' },
  fall: { short: '% down', label: 'Largest fall first' },
  last: { short: 'Price', label: 'Highest price first' },
  volume: { short: 'Volume', label: 'Most volume first' },
  lag: { short: 'Lag', label: 'Farthest behind first' },
  gaps: { short: 'Gaps', label: 'Lowest quality first' },
};

/** In the head of the list: the number of symbols, the filter, the order. */
export function SymbolTools() {
  const { view } = useWorkstation();
  const order = useView((state) => state.symbolOrder);
  const filter = useView((state) => state.symbolFilter);
  const count = useCopy((copy) => copy.order.length);
  return (
    <div className={tools['tools']}>
      <span className={tools['count']}>{counted(count, 'symbol')}</span>
      <label className={styles['filter']} data-active={filter !== ''}>
        <ListFilter size={12} aria-hidden />
        <input
          id={SYMBOL_FILTER_ID}
          aria-label="Filter the symbols"
          placeholder="Filter"
          title="A part of a symbol, who added it, or what it is doing (F)"
          value={filter}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => view.setState({ symbolFilter: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') view.setState({ symbolFilter: '' });
            if (event.key === 'Escape' || event.key === 'Enter' || event.key === 'ArrowDown') {
              event.preventDefault();
              (document.getElementById(SYMBOL_LIST_ID) ?? event.currentTarget).focus();
            }
          }}
        />
      </label>
      <ChoiceMenu
        label={`Order of symbols: ${ORDERS[order].label}`}
        shown={ORDERS[order].short}
        value={order}
        testId="symbol-order"
        onChoose={(value) => view.setState({ symbolOrder: value as SymbolOrder })}
        choices={SYMBOL_ORDERS.map((value) => ({ value, label: ORDERS[value].label }))}
      />
      <IconButton
        look="quiet"
        label="Import bars from files"
        keys="Ctrl+I"
        icon={<FileInput size={14} />}
        onClick={chooseFiles}
      />
    </div>
  );
}
