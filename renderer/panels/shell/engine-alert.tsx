import type { ReactNode } from 'react';
import styles from './engine-alert.module.css';

interface EngineAlertProps {
  /** Ids of the parts, which their labels refer to. */
  readonly name: string;
  readonly title: string;
  /** What happened. */
  readonly reason: ReactNode;
  /** The data that is safe. */
  readonly kept: ReactNode;
  /** The button that resolves the problem. */
  readonly children: ReactNode;
}

/** Covers the window while nothing can be done without the engine. */
export function EngineAlert({ name, title, reason, kept, children }: EngineAlertProps) {
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
