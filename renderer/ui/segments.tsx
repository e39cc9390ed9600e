import type { KeyboardEvent } from 'react';
import { keepFocus } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './segments.module.css';

interface Segment<T> {
  readonly value: T;
  readonly label: string;
  readonly name?: string;
}

interface SegmentsProps<T> {
  readonly label: string;
  readonly segments: readonly Segment<T>[];
  readonly value: T | null;
  readonly onChoose: (value: T) => void;
  readonly role?: 'radiogroup' | 'tablist';
  readonly quiet?: boolean;
  readonly disabled?: boolean;
}

/** One of a few, side by side; arrow keys move the choice as in any radio group or tab list. */
export function Segments<T extends string | number>(props: SegmentsProps<T>) {
  const { label, segments, value, onChoose, role = 'radiogroup', quiet = false, disabled = false } = props;
  const chosen = segments.findIndex((segment) => segment.value === value);
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = (Math.max(chosen, 0) + by + segments.length) % segments.length;
    const segment = segments[next];
    if (segment === undefined) return;
    onChoose(segment.value);
    (event.currentTarget.children[next] as HTMLElement | undefined)?.focus();
  };
  const isTabs = role === 'tablist';
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus, jsx-a11y/no-static-element-interactions -- the focus roves over its children
    <div
      role={role}
      aria-label={label}
      className={classNames(styles['segments'], quiet && styles['quiet'])}
      onKeyDown={move}
    >
      {segments.map((segment, index) => (
        <button
          key={segment.value}
          type="button"
          role={isTabs ? 'tab' : 'radio'}
          aria-checked={isTabs ? undefined : segment.value === value}
          aria-selected={isTabs ? segment.value === value : undefined}
          aria-label={segment.name}
          disabled={disabled}
          tabIndex={index === Math.max(chosen, 0) ? 0 : -1}
          className={classNames(styles['segment'], segment.value === value && styles['chosen'])}
          onMouseDown={keepFocus}
          onClick={() => onChoose(segment.value)}
        >
          {segment.label}
        </button>
      ))}
    </div>
  );
}
