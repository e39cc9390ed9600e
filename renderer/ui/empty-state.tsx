import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

interface EmptyStateProps {
  readonly title: string;
  readonly text?: ReactNode;
  readonly action?: ReactNode;
  readonly testId?: string;
}

/** Fills the place of missing content: says why it is missing, and what to do. */
export function EmptyState({ title, text, action, testId }: EmptyStateProps) {
  return (
    <div className={styles['empty']} data-testid={testId}>
      <p className={styles['title']}>{title}</p>
      {text === undefined ? null : <p>{text}</p>}
      {action}
    </div>
  );
}
