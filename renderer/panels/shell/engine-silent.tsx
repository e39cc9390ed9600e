import { useStore } from 'zustand';
import { useCommands, useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import styles from './engine-died.module.css';

/** The engine does not answer: since when, whose code holds it up, and how to end it. Goes away by itself when it is back. */
export function EngineSilent() {
  const commands = useCommands();
  const silence = useStore(useWorkstation().session, (state) => state.silence);
  if (silence === null) return null;
  const { seconds, strategy } = silence;
  const who = strategy === null ? '' : ` Strategy ${strategy} has been running all the while.`;
  return (
    <div className={styles['veil']}>
      <div
        className={styles['panel']}
        role="alertdialog"
        aria-labelledby="silent-title"
        aria-describedby="silent-reason"
      >
        <h2 id="silent-title">The engine does not answer</h2>
        <p id="silent-reason" className={styles['reason']} data-testid="engine-silent">
          It has not answered for {seconds} s.{who}
        </p>
        <p className={styles['kept']}>
          It may come back by itself. Ended, it can be started again and the run picked up from its journal
          {strategy === null ? '' : ', without that strategy if you like'}; no command is lost.
        </p>
        <Button look="primary" onClick={() => void commands.endEngine()}>
          End the engine
        </Button>
      </div>
    </div>
  );
}
