import { useEffect, useState, useRef, type KeyboardEvent } from 'react';
import { useHeader, useWorkstation, useCommands, useView } from '../../state/workstation-context.ts';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { SessionState } from '../../../core/model/session-event.ts';
import { select } from '../../state/view-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import styles from './symbol-list.module.css';
import { SymbolRowView } from './symbol-row.tsx';
import { useSymbolOrder } from './symbol-order.ts';

/** Reports the visible rows to the engine, so that their figures come often and those of the others rarely. */
function useWatchedRows(symbols: readonly string[]): void {
  const { client } = useWorkstation();
  // A new session, and an engine that restarted, do not know the visible rows yet.
  const session = useHeader((header) => header.configId, '');
  const names = symbols.join(' ');
  useEffect(() => {
    if (session !== '' && names !== '') void client.request('watch_rows', { symbols: names.split(' ') });
  }, [client, session, names]);
}

/** Dwell time before a row's tooltip opens, milliseconds: passing over rows opens none. */
const REST_MS = 500;

/** Whether a keyboard user has rested on one row for a moment; `row` changes as they move. */
function useRest(row: number): { told: boolean; begin: () => void; end: () => void } {
  const [resting, setResting] = useState(false);
  const [restedOn, setRestedOn] = useState<number | null>(null);
  useEffect(() => {
    if (!resting) return;
    const timer = setTimeout(() => setRestedOn(row), REST_MS);
    return () => {
      clearTimeout(timer);
      setRestedOn(null);
    };
  }, [resting, row]);
  return {
    told: resting && restedOn === row,
    begin: () => setResting(true),
    end: () => setResting(false),
  };
}

export const SYMBOL_LIST_ID = 'symbol-list';
const ROW_HEIGHT = 50;

/** The meaning of an empty list, where it depends on the session's state. */
const EMPTY: Partial<Record<SessionState, { readonly title: string; readonly text: string }>> = {
  loading: { title: 'Loading', text: "The engine is getting the session's symbols ready." },
  failed: { title: 'No symbols', text: 'The session failed before it had one: the line above says why.' },
};
const NO_SYMBOLS = { title: 'No symbols', text: 'Type one in the box above and press Enter.' };

/** Every symbol of the session. Only visible rows exist, and each listens to its own symbol alone. */
export function SymbolList() {
  const { view, session } = useWorkstation();
  const commands = useCommands();
  const order = useSymbolOrder();
  const selected = useView((state) => state.selected);
  const state = useHeader((header) => header.state, 'loading');
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled or memoised
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => order[index] ?? index,
    overscan: 6,
  });
  const at = selected === null ? -1 : order.indexOf(selected);
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [at, virtualizer]);

  const { told, ...rest } = useRest(at);
  const items = virtualizer.getVirtualItems();
  useWatchedRows(items.map(({ index }) => order[index] ?? ''));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') rest.end();
    const target = targetIndex(event.key, at, order.length);
    const symbol = target === null ? undefined : order[target];
    if (symbol !== undefined) {
      event.preventDefault();
      rest.begin();
      view.setState(select(symbol));
    } else if (event.key === 'Delete' && selected !== null) {
      event.preventDefault();
      void commands.removeSymbol(selected);
    }
  };

  if (order.length === 0 && session.getState().copy.order.length > 0) {
    return (
      <EmptyState title="No symbol passes the filter" text="Escape in its field shows all symbols again." />
    );
  }
  if (order.length === 0) {
    return <EmptyState {...(EMPTY[state] ?? NO_SYMBOLS)} />;
  }
  return (
    <div
      ref={scroller}
      id={SYMBOL_LIST_ID}
      className={styles['scroller']}
      role="grid"
      aria-label="Symbols in the session"
      aria-rowcount={order.length}
      aria-activedescendant={at >= 0 ? `symbol-${selected}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      // Tab moves the focus here, and adding a symbol does not: after adding, the user watches the row.
      onKeyUp={({ key }) => key === 'Tab' && rest.begin()}
      onBlur={rest.end}
      onPointerDown={rest.end}
      data-testid="symbol-list"
    >
      <div className={styles['rows']} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => (
          <SymbolRowView
            key={item.key}
            symbol={order[item.index] ?? ''}
            index={item.index}
            top={item.start}
            selected={item.index === at}
            told={item.index === at && told}
          />
        ))}
      </div>
    </div>
  );
}

function targetIndex(key: string, at: number, count: number): number | null {
  if (key === 'ArrowDown') return Math.min(at + 1, count - 1);
  if (key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}
