import { CatchupPace, SpeedControl } from './speed-control.tsx';
import { DayProgress } from './day-progress.tsx';
import { RunControls } from './run-controls.tsx';
import { RunToField } from './run-to-field.tsx';
import { FeedStrip } from '../live/feed-strip.tsx';
import { SessionClock } from './session-clock.tsx';
import { SessionFacts } from './session-facts.tsx';
import { SessionPicker } from './session-picker.tsx';
import { SessionStateChip } from './session-state-chip.tsx';
import { useHeader } from '../../state/workstation-context.ts';
import styles from './transport-bar.module.css';

/** Controls that only a replay has. */
function PlayControls() {
  return (
    <>
      <RunToField />
      <SpeedControl />
      <CatchupPace />
    </>
  );
}

export function TransportBar() {
  const live = useHeader((header) => header.mode === 'live', false);
  return (
    <header className={styles['bar']}>
      <div className={styles['row']} role="toolbar" aria-label="Transport">
        <span className={styles['brand']} aria-hidden>
          <span className={styles['reel']} />
          <span className={styles['reel']} />
        </span>
        <SessionPicker />
        <RunControls />
        {live ? null : <PlayControls />}
        {live ? <FeedStrip /> : null}
        <span className={styles['spring']} />
        <SessionStateChip />
        <SessionClock />
      </div>
      <div className={styles['strip']}>
        <SessionFacts />
        <DayProgress />
      </div>
    </header>
  );
}
