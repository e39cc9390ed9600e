import type { ReactNode } from 'react';
import styles from './chip.module.css';
import { classNames } from './class-names.ts';

/** calm: normal · busy: work in progress · past: work ended a moment ago · alarm: the user must act. */
export type ChipTone = 'calm' | 'quiet' | 'busy' | 'past' | 'alarm';

interface ChipProps {
  readonly tone: ChipTone;
  readonly icon: ReactNode;
  readonly children: ReactNode;
  readonly title?: string | undefined;
  readonly large?: boolean;
  /** `data-*` attributes. */
  readonly data?: Readonly<Record<`data-${string}`, string>>;
}

/** A state in words, with a sign of its own: colour is never the only one. */
export function Chip({ tone, icon, children, title, large = false, data }: ChipProps) {
  return (
    <span
      className={classNames(styles['chip'], styles[tone], large && styles['large'])}
      title={title}
      {...data}
    >
      <span className={styles['icon']} aria-hidden>
        {icon}
      </span>
      <span className={styles['text']}>{children}</span>
    </span>
  );
}
