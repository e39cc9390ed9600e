import { useStore } from 'zustand';
import { Check, Copy, FolderOpen, Play } from 'lucide-react';
import type { RunCommand, RunDetail } from '../../../electron/contract/run-requests.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useWorkstation, useZoneFormat } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import fields from '../../ui/field.module.css';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Report } from '../analysis/report.tsx';
import { useCopied } from '../shell/use-copied.ts';
import { startedText } from './run-words.ts';
import styles from './runs.module.css';

const NONE = '';

/** One run: its commands and results; replayed, or compared with another. */
export function RunDetailView({ detail }: { readonly detail: RunDetail }) {
  const { entry, commands, report, folder } = detail;
  return (
    <>
      <RunTools detail={detail} />
      {detail.rules === null ? null : <p role="note">{detail.rules}</p>}
      <section className={styles['part']} aria-label="Commands">
        <h3>Commands</h3>
        {commands.length === 0 ? <p>No symbol was added or removed.</p> : <Commands commands={commands} />}
      </section>
      <section className={styles['part']} aria-label="Results">
        <h3>Results</h3>
        {report === null ? (
          <EmptyState
            title={entry.outcome === 'running' ? 'It is running now' : 'It was interrupted'}
            text={
              entry.outcome === 'running'
                ? 'Its report is written when it ends.'
                : 'It ended before its report was written; its commands and events are kept.'
            }
          />
        ) : (
          <Report report={report} />
        )}
      </section>
      <Files folder={folder} />
    </>
  );
}

/** The folder of the run's files, and a way to open it. */
function Files({ folder }: { readonly folder: string }) {
  const { runs } = useWorkstation();
  const [copied, copy] = useCopied();
  return (
    <p className={styles['folder']}>
      Files: <code>{folder}</code>
      {runs.showsFolders ? (
        <Button onClick={() => void runs.reveal()}>
          <FolderOpen size={12} aria-hidden /> Show the folder
        </Button>
      ) : (
        <Button onClick={() => copy(folder)}>
          {copied ? <Check size={12} aria-hidden /> : <Copy size={12} aria-hidden />}
          {copied ? 'Copied' : 'Copy the path'}
        </Button>
      )}
    </p>
  );
}

export function RunTools({ detail: { entry } }: { readonly detail: RunDetail }) {
  const { runs } = useWorkstation();
  const entries = useStore(runs.store, (state) => state.entries) ?? [];
  const against = useStore(runs.store, (state) => state.against);
  const format = useZoneFormat();
  const others = entries.filter(({ run_id }) => run_id !== entry.run_id);
  return (
    <div className={styles['tools']}>
      <Button look="primary" onClick={() => void runs.replay()}>
        <Play size={12} aria-hidden /> Play it again
      </Button>
      <label className={styles['against']}>
        Compare with
        <select
          className={fields['control']}
          value={against ?? NONE}
          disabled={others.length === 0}
          data-testid="compare-with"
          onChange={(event) => void runs.compareWith(event.target.value === NONE ? null : event.target.value)}
        >
          <option value={NONE}>{others.length === 0 ? 'no other run yet' : 'no other run'}</option>
          {others.map((each) => (
            <option key={each.run_id} value={each.run_id}>
              {each.session_name}, {startedText(each, format)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Commands({ commands }: { readonly commands: readonly RunCommand[] }) {
  const format = useZoneFormat();
  return (
    <ol className={styles['commands']}>
      {commands.map(({ clock_ms, text }, index) => (
        <li key={index}>
          <time title={formatUtc(clock_ms)}>
            {format.dayOfMonth(clock_ms)} {format.clock(clock_ms)}
          </time>
          {text}
        </li>
      ))}
    </ol>
  );
}
