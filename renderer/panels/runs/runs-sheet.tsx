import { useStore } from 'zustand';
import { counted } from '../../format/number.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { Dialog, DialogHead } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RunComparisonView } from './run-comparison.tsx';
import { RunDetailView, RunTools } from './run-detail.tsx';
import { RunsList } from './runs-list.tsx';
import styles from './runs.module.css';

/** Runs of the past. */
export function RunsSheet() {
  return useStore(useWorkstation().runs.store, (state) => state.open) ? <Sheet /> : null;
}

function Sheet() {
  const { runs } = useWorkstation();
  const entries = useStore(runs.store, (state) => state.entries);
  return (
    <Dialog label="Earlier runs" className={styles['sheet']} testId="runs" onClose={() => runs.close()}>
      <DialogHead title="Earlier runs" note={entries === null ? '' : counted(entries.length, 'run')} />
      {entries === null ? (
        <EmptyState title="Looking" text="The run folders are being read." />
      ) : entries.length === 0 ? (
        <EmptyState title="No runs yet" text="Every session that is played leaves one here." />
      ) : (
        <div className={styles['body']}>
          <RunsList entries={entries} />
          <Right />
        </div>
      )}
    </Dialog>
  );
}

function Right() {
  const { runs } = useWorkstation();
  const shown = useStore(runs.store, (state) => state.shown);
  const against = useStore(runs.store, (state) => state.against);
  const comparison = useStore(runs.store, (state) => state.comparison);
  if (shown === null)
    return <EmptyState title="Choose a run" text="Its commands and its report are shown here." />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <section className={styles['detail']} tabIndex={0} aria-label="The chosen run" data-testid="run-detail">
      {against === null ? (
        <RunDetailView detail={shown} />
      ) : (
        <>
          <RunTools detail={shown} />
          {comparison === null ? (
            <EmptyState title="Comparing" text="The two event logs are read line by line." />
          ) : (
            <RunComparisonView comparison={comparison} />
          )}
        </>
      )}
    </section>
  );
}
