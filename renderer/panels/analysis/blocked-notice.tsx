// oxlint-disable jsx-a11y/prefer-tag-over-role -- a paragraph that is read out, not the output of a form
import { blockedText } from '../../format/notice-text.ts';
import { useCopy } from '../../state/workstation-context.ts';
import type { CatchingUp } from '../../../electron/contract/batch.ts';
import styles from './analysis-panel.module.css';

const NOBODY: readonly CatchingUp[] = [];

/** Covers the results while a symbol catches up, and shows which one and its progress. */
export function BlockedNotice() {
  const catchingUp = useCopy((copy) => copy.header?.catchingUp ?? NOBODY);
  const dropped = useCopy((copy) => copy.header?.droppedInBlock ?? 0);
  const done = catchingUp.reduce((sum, each) => sum + each.doneBars, 0);
  const total = catchingUp.reduce((sum, each) => sum + each.totalBars, 0);
  return (
    <div className={styles['veil']}>
      <div className={styles['notice']}>
        <p role="status" data-testid="blocked-notice">
          {blockedText(catchingUp, dropped)}
        </p>
        <div className={styles['progress']} aria-hidden>
          <i style={{ transform: `scaleX(${total > 0 ? done / total : 0})` }} />
        </div>
      </div>
    </div>
  );
}
