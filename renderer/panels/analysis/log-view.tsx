import { isoUtc, type EpochMs } from '../../../core/base/epoch-ms.ts';
import { ListFilter } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { LogRow } from '../../../electron/contract/batch.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { isFold, withFolds, type Fold } from '../../state/folds.ts';
import { useHeader, useZoneFormat } from '../../state/workstation-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RowList } from './row-list.tsx';
import styles from './rows.module.css';

const seqOf = (row: LogRow): number => row.seq;

const haystack = ({ type, symbol, text }: LogRow): string => `${type} ${symbol ?? ''} ${text}`.toLowerCase();

type LogEntry = LogRow | Fold;

/** Rows that contain every word. Folds stay, because the hidden rows may contain it too. */
export function filteredLog(log: readonly LogEntry[], filter: string): readonly LogEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return log;
  return log.filter((row) => isFold(row) || words.every((word) => haystack(row).includes(word)));
}

/** Everything that happened, with clock time, newest first. */
export function LogView({ log }: { readonly log: readonly LogRow[] }) {
  const format = useZoneFormat();
  const dayMs = useHeader((header) => header.openMs, 0);
  const [filter, setFilter] = useState('');
  const rows = useMemo(() => filteredLog(withFolds(log, seqOf), filter), [log, filter]);
  return (
    <div className={styles['table']}>
      <label className={styles['filter']}>
        <ListFilter size={12} aria-hidden />
        <input
          aria-label="Filter the log"
          placeholder="Filter: a symbol, a kind of event, a word"
          value={filter}
          spellCheck={false}
          onChange={(event) => setFilter(event.target.value)}
        />
      </label>
      <div className={styles['list']}>
        {rows.length === 0 ? (
          <EmptyState
            title={log.length === 0 ? 'Nothing has happened yet' : 'No line contains these words'}
          />
        ) : (
          <RowList
            label="Event log, newest first"
            rows={rows}
            columns={styles['log'] ?? ''}
            heads={['Time', 'No.', 'Event', 'Symbol', 'What happened']}
            cells={({ clockMs, seq, type, symbol, text }) => [
              clockMs === null ? '' : isoUtc(clockMs as EpochMs),
              String(seq),
              type,
              symbol ?? '',
              text,
            ]}
            render={(row) => (
              <>
                <time title={row.clockMs === null ? undefined : formatUtc(row.clockMs)}>
                  {row.clockMs === null ? '' : format.stamp(row.clockMs, dayMs)}
                </time>
                <span className={styles['muted']}>{row.seq}</span>
                <span className={styles['muted']}>{row.type.replaceAll('_', ' ')}</span>
                <strong>{row.symbol ?? ''}</strong>
                <span className={styles['text']} title={row.text}>
                  {row.text}
                </span>
              </>
            )}
          />
        )}
      </div>
    </div>
  );
}
