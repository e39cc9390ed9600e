import { classNames } from '../../ui/class-names.ts';
import styles from './session-editor.module.css';

interface IntervalChipsProps {
  readonly labelledBy: string;
  readonly all: readonly string[];
  readonly chosen: readonly string[];
  readonly set: (value: unknown) => void;
}

/** Several of a fixed set, kept in the set's order. */
export function IntervalChips({ labelledBy, all, chosen, set }: IntervalChipsProps) {
  const toggle = (each: string): void =>
    set(all.filter((one) => (one === each ? !chosen.includes(one) : chosen.includes(one))));
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset inside a grid of fields would bring its own layout
    <div role="group" aria-labelledby={labelledBy} className={styles['chips']}>
      {all.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={chosen.includes(each)}
          className={classNames(styles['chip'], chosen.includes(each) && styles['chosen'])}
          onClick={() => toggle(each)}
        >
          {each}
        </button>
      ))}
    </div>
  );
}
