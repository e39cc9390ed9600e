import { useStore } from 'zustand';
import { createZoneFormat } from '../../format/zone-format.ts';
import { DEFAULT_ZONE, useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import styles from './notices.module.css';

/** Offers the run that a crash cut short, once at the start; a user who continues without answering loses nothing. */
export function UnfinishedRunNotice() {
  const { catalog, commands, session } = useWorkstation();
  const unfinished = useStore(catalog, (state) => state.catalog?.unfinished ?? null);
  const zone = useStore(session, (state) => state.copy.header?.zone ?? DEFAULT_ZONE);
  const heldUpBy = useStore(session, (state) => state.heldUpBy);
  if (unfinished === null) return null;
  const { run_id, session_name, clock_ms, commands: given } = unfinished;
  const format = createZoneFormat(zone);
  const stood = `${format.clock(clock_ms)} of ${format.date(clock_ms)}`;
  const journal = given === 1 ? 'its one command is kept' : `its ${given} commands are kept`;
  return (
    <section className={styles['offer']} aria-label="Interrupted run" data-testid="unfinished-run">
      <p className={styles['text']}>
        “{session_name}” was cut short at {stood}.{' '}
        <span className={styles['hint']}>It can resume from there; {journal}.</span>
      </p>
      <Button look="primary" onClick={() => void commands.settleUnfinished(run_id, true)}>
        Resume it
      </Button>
      {heldUpBy !== null && (
        <Button onClick={() => void commands.settleUnfinished(run_id, true, heldUpBy)}>
          Without {heldUpBy}
        </Button>
      )}
      <Button look="quiet" onClick={() => void commands.settleUnfinished(run_id, false)}>
        Dismiss
      </Button>
    </section>
  );
}
