import { X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { CatalogSymbol } from '../../../electron/contract/requests.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import styles from './session-editor.module.css';

interface SymbolChipsProps {
  readonly id: string;
  readonly describedBy: string;
  readonly symbols: readonly string[];
  readonly set: (value: unknown) => void;
}

const NONE: readonly CatalogSymbol[] = [];

/** Symbols one after another: typed, picked from the store's, or pasted with blanks or commas between them. */
export function SymbolChips({ id, describedBy, symbols, set }: SymbolChipsProps) {
  const stored = useStore(useWorkstation().catalog, (state) => state.catalog?.symbols) ?? NONE;
  const [text, setText] = useState('');
  const take = (typed: string): void => {
    const fresh = typed
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter((each) => each !== '' && !symbols.includes(each));
    if (fresh.length > 0) set([...symbols, ...new Set(fresh)]);
    setText('');
  };
  return (
    <div className={styles['symbols']}>
      {symbols.map((each) => (
        <span key={each} className={styles['symbolChip']}>
          {each}
          <button
            type="button"
            aria-label={`Take ${each} away`}
            onClick={() => set(symbols.filter((one) => one !== each))}
          >
            <X size={11} aria-hidden />
          </button>
        </span>
      ))}
      <input
        id={id}
        list={`${id}-stored`}
        aria-describedby={describedBy}
        placeholder="Add…"
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => take(text)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ',' || event.key === ' ') {
            event.preventDefault();
            take(text);
          } else if (event.key === 'Backspace' && text === '') set(symbols.slice(0, -1));
        }}
      />
      <datalist id={`${id}-stored`}>
        {stored
          .filter(({ symbol }) => !symbols.includes(symbol))
          .map(({ symbol }) => (
            <option key={symbol} value={symbol} aria-label={symbol} />
          ))}
      </datalist>
    </div>
  );
}
