import { Plus } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { CatalogSymbol } from '../../../electron/contract/requests.ts';
import { useCommands, useCopy, useWorkstation } from '../../state/workstation-context.ts';
import { addChoices, typedSymbol } from './add-choices.ts';
import { AddOptions } from './add-options.tsx';
import styles from './add-box.module.css';
import { SYMBOL_LIST_ID } from './symbol-list.tsx';
import { useValidation } from './use-validation.ts';

export const ADD_BOX_ID = 'add-symbol';
const LIST_ID = 'add-symbol-options';
/** The failed row shows the rejection too; this copy is for a user who looks at the box. */
const REFUSAL_MS = 6_000;
/** Before any input no line is highlighted: Enter alone must not add a symbol. */
const NOTHING = -1;
const NONE: readonly CatalogSymbol[] = [];

/** The next line up or down, wrapping at the ends; from no line to the first or the last. */
function neighbour(index: number, by: number, count: number): number {
  if (index === NOTHING) return by > 0 ? 0 : count - 1;
  return (index + by + count) % count;
}

/** Type, see the matches, Enter adds. */
export function AddBox() {
  const commands = useCommands();
  const stored = useStore(useWorkstation().catalog, (state) => state.catalog?.symbols) ?? NONE;
  const order = useCopy((copy) => copy.order);
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [highlighted, setHighlighted] = useState(NOTHING);
  const [refusal, setRefusal] = useState<string | null>(null);

  useEffect(() => {
    if (refusal === null) return;
    const timer = setTimeout(() => setRefusal(null), REFUSAL_MS);
    return () => clearTimeout(timer);
  }, [refusal]);

  const choices = useMemo(() => addChoices(typed, stored, new Set(order)), [typed, stored, order]);
  const first = typed === '' ? NOTHING : 0;
  const index = Math.min(Math.max(highlighted, first), choices.length - 1);
  const choice = open ? choices[index] : undefined;
  const answer = useValidation(choice?.symbol ?? null);

  const close = (): void => {
    setOpen(false);
    setHighlighted(NOTHING);
  };
  const add = async (symbol: string): Promise<void> => {
    close();
    setTyped('');
    setRefusal(null);
    // Moves the focus to the list, where the new row is and where the keys of the transport work.
    (document.getElementById(SYMBOL_LIST_ID) ?? document.body).focus();
    input.current?.blur();
    const result = await commands.addSymbol(symbol);
    if (!result.ok) setRefusal([result.failure.message, result.failure.hint].filter(Boolean).join(' '));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      setOpen(true);
      if (open && choices.length > 0) setHighlighted(neighbour(index, by, choices.length));
    } else if (event.key === 'Enter') {
      const symbol = choice?.symbol ?? typed;
      if (symbol !== '') void add(symbol);
    } else if (event.key === 'Escape') {
      setTyped('');
      input.current?.blur();
    }
  };

  return (
    <div className={styles['box']}>
      <div className={styles['field']}>
        <Plus size={14} aria-hidden />
        <input
          ref={input}
          id={ADD_BOX_ID}
          role="combobox"
          aria-label="Add a symbol"
          aria-expanded={open && choices.length > 0}
          aria-controls={LIST_ID}
          aria-autocomplete="list"
          aria-activedescendant={choice === undefined ? undefined : `${LIST_ID}-${index}`}
          placeholder="Add a symbol"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(typedSymbol(event.target.value));
            setHighlighted(NOTHING);
            setRefusal(null);
            setOpen(true);
          }}
          onFocus={() => setOpen(true)}
          onMouseDown={() => setOpen(true)}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        <kbd aria-hidden>/</kbd>
      </div>
      {open && choices.length > 0 ? (
        <AddOptions
          id={LIST_ID}
          choices={choices}
          highlighted={index}
          answer={answer}
          onHighlight={setHighlighted}
          onAdd={(symbol) => void add(symbol)}
        />
      ) : null}
      {refusal === null ? null : (
        <p className={styles['refusal']} role="alert">
          <span aria-hidden>✕ </span>
          {refusal}
        </p>
      )}
    </div>
  );
}
