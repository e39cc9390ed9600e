import type { ReactNode } from 'react';
import styles from './badge.module.css';
import { classNames } from './class-names.ts';

interface BadgeProps {
  readonly children: ReactNode;
  readonly look?: 'plain' | 'dashed' | 'accent';
  readonly title?: string;
  readonly testId?: string;
}

/** A short fact in small capitals. */
export function Badge({ children, look = 'plain', title, testId }: BadgeProps) {
  return (
    <span className={classNames(styles['badge'], styles[look])} title={title} data-testid={testId}>
      {children}
    </span>
  );
}
