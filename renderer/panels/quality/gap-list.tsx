import type { QualityFinding, QualityGap } from '../../../electron/contract/reading-requests.ts';
import { counted, formatCount } from '../../format/number.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useZoneFormat } from '../../state/workstation-context.ts';
import styles from './quality.module.css';

const SHOWN = 60;

interface GapListProps {
  readonly gaps: readonly QualityGap[];
  readonly findings: readonly QualityFinding[];
}

/** Runs of missing bars, runs without trades, and suspicious values in existing bars. */
export function GapList({ gaps, findings }: GapListProps) {
  const format = useZoneFormat();
  return (
    <ul className={styles['gaps']} aria-label="Gaps and findings">
      {gaps.length + findings.length === 0 ? <li>No gaps, no findings.</li> : null}
      {findings.map(({ kind, count, detail }) => (
        <li key={kind} title={detail}>
          <span className={styles['alarm']}>! finding</span> {formatCount(count)} ×{' '}
          {kind.replaceAll('_', ' ')}: {detail}
        </li>
      ))}
      {gaps.slice(0, SHOWN).map(({ first_ms, last_ms, count, confirmed }) => (
        <li key={first_ms} title={formatUtc(first_ms)}>
          <time>
            {format.minute(first_ms)}
            {last_ms === first_ms ? '' : ` to ${format.minute(last_ms)}`}
          </time>{' '}
          {confirmed ? (
            <span className={styles['muted']}>
              {counted(count, 'minute')} without trades, says the vendor
            </span>
          ) : (
            <>
              {counted(count, 'bar')} missing<span className={styles['muted']}> · unconfirmed</span>
            </>
          )}
        </li>
      ))}
      {gaps.length > SHOWN ? <li>and {counted(gaps.length - SHOWN, 'more gap')}</li> : null}
    </ul>
  );
}
