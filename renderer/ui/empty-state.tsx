import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

interface EmptyStateProps {
  readonly title: string;
  readonly text?: ReactNode;
  readonly action?: ReactNode;
  readonly testId?: string;
}

/** What stands where there is nothing to show: what is missing, and what to do about it. */
export function EmptyState({ title, text, action, testId }: EmptyStateProps) {
  return (
    <div className={styles['empty']} data-testid={testId}>
      <p className={styles['title']}>{title}</p>
      {text === undefined ? null : <p>{text}</p>}
      {action}
    </div>
  );
}
