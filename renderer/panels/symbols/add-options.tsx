// oxlint-disable jsx-a11y/prefer-tag-over-role -- no element is a list box that follows a text field
import { useEffect, useRef } from 'react';
import type { SymbolAnswer } from '../../../electron/contract/requests.ts';
import { keepFocus } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import type { AddChoice } from './add-choices.ts';
import styles from './add-box.module.css';

interface AddOptionsProps {
  readonly id: string;
  readonly choices: readonly AddChoice[];
  readonly highlighted: number;
  /** The engine's answer about the highlighted one; null until it comes. */
  readonly answer: SymbolAnswer | null;
  readonly onHighlight: (index: number) => void;
  readonly onAdd: (symbol: string) => void;
}

export function AddOptions({ id, choices, highlighted, answer, onHighlight, onAdd }: AddOptionsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[highlighted]?.scrollIntoView({ block: 'nearest' });
  }, [highlighted]);
  return (
    <div className={styles['popup']}>
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label="Symbols that can be added"
        className={styles['options']}
      >
        {choices.map((choice, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the input's
          <div
            key={choice.symbol}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === highlighted}
            data-option={choice.symbol}
            className={classNames(styles['option'], index === highlighted && styles['highlighted'])}
            onMouseDown={keepFocus}
            onMouseMove={() => onHighlight(index)}
            onClick={() => onAdd(choice.symbol)}
          >
            <span className={styles['symbol']}>{choice.symbol}</span>
            <span className={styles['range']}>{rangeOf(choice)}</span>
            {choice.inSession ? <span className={styles['there']}>in session</span> : null}
          </div>
        ))}
      </div>
      {highlighted < 0 ? (
        <p className={styles['verdict']}>Type, or choose with the arrow keys. Enter adds.</p>
      ) : (
        <Verdict answer={answer} />
      )}
    </div>
  );
}

function rangeOf({ stored }: AddChoice): string {
  if (stored === null) return 'not in the store: try to add it anyway';
  const { first_month: first, last_month: last, intervals } = stored;
  return `${first === last ? first : `${first} – ${last}`} · ${intervals.join(' ')}`;
}

/** Why the highlighted symbol can or cannot be added. */
function Verdict({ answer }: { readonly answer: SymbolAnswer | null }) {
  if (answer === null) return <p className={styles['verdict']}>…</p>;
  const { can_proceed: can, already_in_session: there, first_day: first, last_day: last, reasons } = answer;
  const range = first === null ? '' : `Bars from ${first} to ${last}. `;
  return (
    <p className={classNames(styles['verdict'], !can && styles['refused'])} data-can-proceed={can}>
      <span aria-hidden>{can ? '✓ ' : '✕ '}</span>
      {there ? 'Already in the session. ' : can ? `Can be added. ${range}` : 'Cannot be added. '}
      {answer.synthetic ? 'Synthetic data. ' : ''}
      {reasons.join(' ')}
    </p>
  );
}
