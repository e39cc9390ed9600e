import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { formatCount } from '../../format/number.ts';
import { isFold, type Fold } from '../../state/folds.ts';
import { CopyTable } from './copy-table.tsx';
import styles from './rows.module.css';

const ROW_HEIGHT = 22;

const WHERE_ALL_ARE = 'Every one of them is in events.jsonl, in the folder of the run (Earlier runs).';

/** Names the missing rows, for a reader who looks for them. */
const foldText = ({ from, count }: Fold): string =>
  from === 1
    ? `⋯ ${formatCount(count)} earlier ${count === 1 ? 'one is' : 'ones are'} not listed`
    : `⋯ ${formatCount(count)} went by too fast to be listed`;

interface RowListProps<T> {
  readonly label: string;
  /** Oldest first; shown newest first. */
  readonly rows: readonly (T | Fold)[];
  readonly heads: readonly string[];
  /** Class with the column widths. */
  readonly columns: string;
  /** For rows with buttons, which must not become another row under the pointer. Other rows reuse their elements. */
  readonly keyOf?: (row: T) => number;
  readonly render: (row: T) => ReactNode;
  /** The cells of a row as text, for a copy of the table. */
  readonly cells?: (row: T) => readonly string[];
}

/** A long list of one-line rows; only the visible ones exist. */
export function RowList<T>({ label, rows, heads, columns, keyOf, render, cells }: RowListProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowAt = (index: number): T | Fold => rows[rows.length - 1 - index] as T | Fold;
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled or memoised
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => {
      const row = rowAt(index);
      return isFold(row) ? `fold ${row.from}` : (keyOf?.(row) ?? index);
    },
    overscan: 2,
  });
  return (
    <div className={styles['table']}>
      <div className={classNames(styles['heads'], columns)} aria-hidden>
        {heads.map((head) => (
          <span key={head}>{head}</span>
        ))}
      </div>
      {cells === undefined ? null : (
        <CopyTable
          heads={heads}
          rows={() => rows.map((row) => (isFold(row) ? [foldText(row)] : cells(row)))}
        />
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls must be reachable by keyboard */}
      <div ref={scroller} className={styles['scroller']} tabIndex={0}>
        <ul aria-label={label} className={styles['rows']} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rowAt(item.index);
            return (
              <li
                key={item.key}
                className={classNames(styles['row'], isFold(row) ? styles['fold'] : columns)}
                style={{ top: item.start }}
              >
                {isFold(row) ? <span title={WHERE_ALL_ARE}>{foldText(row)}</span> : render(row)}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
