import { RotateCcw } from 'lucide-react';
import { useStore } from 'zustand';
import { useCommands, useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import styles from './engine-died.module.css';

/** The engine is gone: why, what is kept, and the way back. */
export function EngineDied() {
  const commands = useCommands();
  const reason = useStore(useWorkstation().session, (state) => state.died);
  if (reason === null) return null;
  const lost = commands.isLost();
  return (
    <div className={styles['veil']}>
      <div
        className={styles['panel']}
        role="alertdialog"
        aria-labelledby="died-title"
        aria-describedby="died-reason"
      >
        <h2 id="died-title">{lost ? 'No connection to the engine' : 'The engine stopped'}</h2>
        <p id="died-reason" className={styles['reason']} data-testid="engine-died">
          {reason}
        </p>
        <p className={styles['kept']}>
          What was on screen is kept below, and every command so far stands in the run's journal.
        </p>
        <Button look="primary" onClick={() => void commands.revive()}>
          <RotateCcw size={13} aria-hidden />
          {lost ? 'Connect again' : 'Restart engine'}
        </Button>
      </div>
    </div>
  );
}
