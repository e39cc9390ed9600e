import { useCommands, useCopy } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import styles from './session-failed.module.css';

/** The cause of a failed session, above the panels; the rest of the window keeps working. */
export function SessionFailed() {
  const commands = useCommands();
  const message = useCopy((copy) => copy.header?.failure?.message ?? null);
  const hint = useCopy((copy) => copy.header?.failure?.hint ?? '');
  if (message === null) return null;
  return (
    <div className={styles['strip']} role="alert" data-testid="session-failed">
      <strong>The session failed.</strong>
      <span className={styles['text']}>
        {message} {hint}
      </span>
      <Button onClick={() => void commands.restart()}>Start it again</Button>
    </div>
  );
}
