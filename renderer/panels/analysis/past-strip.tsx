import { History } from 'lucide-react';
import { useStore } from 'zustand';
import { pastText } from '../../format/notice-text.ts';
import { counted } from '../../format/number.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import styles from './analysis-panel.module.css';

/** Shows the cause of the block for a moment after it ended. Above the results, never over them. */
export function PastStrip() {
  const past = useStore(useWorkstation().past.store);
  const reports = [...past.values()];
  const newest = reports.at(-1);
  if (newest === undefined) return null;
  const others = reports.length - 1;
  return (
    <p className={styles['past']} data-testid="past-notice">
      <History size={12} aria-hidden />
      {pastText(newest)}
      {others > 0 ? `, and ${counted(others, 'other symbol')}` : ''}
    </p>
  );
}
