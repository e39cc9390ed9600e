import type { SymbolRow } from '../../../electron/contract/batch.ts';
import { counted, formatCompact, formatCount, formatQuality } from '../../format/number.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useZoneFormat } from '../../state/workstation-context.ts';
import styles from './symbol-row.module.css';

const COMPACT_FROM = 10_000;

/** When it came, how complete it is, how many bars it has. */
export function RowFacts({ row }: { readonly row: SymbolRow }) {
  const format = useZoneFormat();
  const { addedAtMs, quality, barCount } = row;
  return (
    <span className={styles['facts']}>
      <span
        title={
          addedAtMs === null
            ? 'Here since before the session opened'
            : `Added at ${format.clock(addedAtMs)} ${format.zoneName(addedAtMs)} · ${formatUtc(addedAtMs)}`
        }
        data-testid="added-at"
      >
        {addedAtMs === null ? 'start' : format.minute(addedAtMs)}
      </span>
      <span title="Existing bars, of those expected so far" data-testid="quality">
        {formatQuality(quality)}
      </span>
      <span title={counted(barCount, 'bar')} data-testid="bar-count">
        {barCount >= COMPACT_FROM ? formatCompact(barCount) : formatCount(barCount)}
      </span>
    </span>
  );
}
