import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { CopyTable } from './copy-table.tsx';
import styles from './rows.module.css';

const ROW_HEIGHT = 22;

interface RowListProps<T> {
  readonly label: string;
  /** Oldest first; shown newest first. */
  readonly rows: readonly T[];
  readonly heads: readonly string[];
  /** Class with the column widths. */
  readonly columns: string;
  readonly keyOf: (row: T) => number;
  readonly render: (row: T) => ReactNode;
  /** The cells of a row as text, for a copy of the table. */
  readonly cells?: (row: T) => readonly string[];
}

/** A long list of one-line rows, of which only those in sight exist. */
export function RowList<T>({ label, rows, heads, columns, keyOf, render, cells }: RowListProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowAt = (index: number): T => rows[rows.length - 1 - index] as T;
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled or memoised
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => keyOf(rowAt(index)),
    overscan: 10,
  });
  return (
    <div className={styles['table']}>
      <div className={classNames(styles['heads'], columns)} aria-hidden>
        {heads.map((head) => (
          <span key={head}>{head}</span>
        ))}
      </div>
      {cells === undefined ? null : <CopyTable heads={heads} rows={() => rows.map(cells)} />}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls must be reachable by keyboard */}
      <div ref={scroller} className={styles['scroller']} tabIndex={0}>
        <ul aria-label={label} className={styles['rows']} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => (
            <li
              key={item.key}
              className={classNames(styles['row'], columns)}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {render(rowAt(item.index))}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
