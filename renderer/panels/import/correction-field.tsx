import { useEffect, useId, useRef, useState } from 'react';
import fields from '../../ui/field.module.css';

interface CorrectionFieldProps {
  readonly label: string;
  readonly value: string;
  readonly suggestions?: readonly string[];
  readonly tidy?: (text: string) => string;
  /** Undefined when the field was emptied: the importer decides from the file again. */
  readonly onCommit: (text: string | undefined) => void;
}

/** Delay after the last key before the file is examined again, milliseconds. */
const PAUSE_MS = 350;

/** A line of text that takes effect when typing pauses, at Enter, and when it is left. */
export function CorrectionField({ label, value, suggestions, tidy, onCommit }: CorrectionFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const commit = (text: string): void => {
    clearTimeout(timer.current);
    const wanted = text.trim();
    if (wanted !== value) onCommit(wanted === '' ? undefined : wanted);
  };
  return (
    <>
      <input
        className={fields['control']}
        aria-label={label}
        value={typed ?? value}
        list={suggestions === undefined ? undefined : id}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => {
          const text = tidy === undefined ? target.value : tidy(target.value);
          setTyped(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => commit(text), PAUSE_MS);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && typed !== null) commit(typed);
        }}
        onBlur={() => {
          if (typed !== null) commit(typed);
          setTyped(null);
        }}
      />
      {suggestions === undefined ? null : (
        <datalist id={id}>
          {suggestions.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}
