// oxlint-disable jsx-a11y/prefer-tag-over-role -- no element is a list box of which only rows in sight exist
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { RunEntry } from '../../../electron/contract/run-requests.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useWorkstation, useZoneFormat } from '../../state/workstation-context.ts';
import { classNames } from '../../ui/class-names.ts';
import { runDaysText, gistOf, OUTCOMES, startedText } from './run-words.ts';
import styles from './runs.module.css';

const ROW_HEIGHT = 62;

/** Every run, newest first; arrow keys move the choice. */
export function RunsList({ entries }: { readonly entries: readonly RunEntry[] }) {
  const { runs } = useWorkstation();
  const format = useZoneFormat();
  const shown = useStore(runs.store, (state) => state.shown?.entry.run_id ?? null);
  const against = useStore(runs.store, (state) => state.against);
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled or memoised
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const at = entries.findIndex(({ run_id }) => run_id === shown) + by;
    const next = entries[at];
    if (by === 0 || next === undefined) return;
    event.preventDefault();
    virtualizer.scrollToIndex(at, { align: 'auto' });
    void runs.show(next.run_id);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- it has the focus, its rows have not
    <div
      ref={scroller}
      className={styles['list']}
      role="listbox"
      aria-label="Runs, newest first"
      aria-activedescendant={shown === null ? undefined : `run-${shown}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const entry = entries[index];
          if (entry === undefined) return null;
          const { run_id: id, session_name: name, outcome, started_ms: started } = entry;
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the list's
            <div
              key={id}
              id={`run-${id}`}
              role="option"
              tabIndex={-1}
              aria-selected={id === shown}
              data-run={id}
              className={classNames(
                styles['run'],
                id === shown && styles['chosen'],
                id === against && styles['beside'],
              )}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => void runs.show(id)}
            >
              <strong>{name}</strong>
              <span className={styles['outcome']} data-outcome={outcome}>
                <span aria-hidden>{OUTCOMES[outcome].sign}</span> {OUTCOMES[outcome].word}
              </span>
              <span>{runDaysText(entry)}</span>
              <time title={formatUtc(started)}>{startedText(entry, format)}</time>
              <span className={styles['gist']}>{gistOf(entry)}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
