import { RotateCcw } from 'lucide-react';
import { useStore } from 'zustand';
import { useCommands, useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import type { ReactNode } from 'react';
import styles from './engine-alert.module.css';

interface EngineAlertProps {
  /** Ids of the parts, which their labels refer to. */
  readonly name: string;
  readonly title: string;
  /** The event, as a sentence. */
  readonly reason: ReactNode;
  /** The data that is safe. */
  readonly kept: ReactNode;
  /** The button that resolves the problem. */
  readonly children: ReactNode;
}

/** Covers the window while nothing can be done without the engine. */
function EngineAlert({ name, title, reason, kept, children }: EngineAlertProps) {
  return (
    <div className={styles['veil']}>
      <div
        className={styles['panel']}
        role="alertdialog"
        aria-labelledby={`${name}-title`}
        aria-describedby={`${name}-reason`}
      >
        <h2 id={`${name}-title`}>{title}</h2>
        <p id={`${name}-reason`} className={styles['reason']} data-testid={`engine-${name}`}>
          {reason}
        </p>
        <p className={styles['kept']}>{kept}</p>
        {children}
      </div>
    </div>
  );
}

/**
 * The engine does not answer: since when, in which code it is, and how to end it. Disappears automatically when the
 * engine answers again.
 */
export function EngineSilent() {
  const commands = useCommands();
  const silence = useStore(useWorkstation().session, (state) => state.silence);
  if (silence === null) return null;
  const { seconds, strategy } = silence;
  const who = strategy === null ? '' : ` Strategy ${strategy} has been running all that time.`;
  const without = strategy === null ? '' : ', without that strategy if you like';
  return (
    <EngineAlert
      name="silent"
      title="The engine does not answer"
      reason={`It has not answered for ${seconds} s.${who}`}
      kept={`It may recover without help. If you end it, it can be started again and the run resumed from its journal${without}; no command is lost.`}
    >
      <Button look="primary" onClick={() => void commands.endEngine()}>
        End the engine
      </Button>
    </EngineAlert>
  );
}

/** The engine has ended: the cause, the data that is kept, and how to restart. */
export function EngineDied() {
  const commands = useCommands();
  const reason = useStore(useWorkstation().session, (state) => state.died);
  if (reason === null) return null;
  const lost = commands.isLost();
  return (
    <EngineAlert
      name="died"
      title={lost ? 'No connection to the engine' : 'The engine stopped'}
      reason={reason}
      kept="The content of the window is kept below, and every command so far is in the run's journal."
    >
      <Button look="primary" onClick={() => void commands.revive()}>
        <RotateCcw size={13} aria-hidden />
        {lost ? 'Connect again' : 'Restart engine'}
      </Button>
    </EngineAlert>
  );
}
