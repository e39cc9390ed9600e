import { Check, Copy } from 'lucide-react';
import { csvOf } from '../../format/csv.ts';
import { keepFocus } from '../../ui/button.tsx';
import { useCopied } from '../shell/use-copied.ts';
import styles from './rows.module.css';

interface CopyTableProps {
  readonly heads: readonly string[];
  readonly rows: () => readonly (readonly string[])[];
}

/** Copies the whole table as CSV, in the order of events; times are UTC. */
export function CopyTable({ heads, rows }: CopyTableProps) {
  const [copied, copy] = useCopied();
  return (
    <button
      type="button"
      className={styles['copy']}
      title="Copy the table as CSV"
      onMouseDown={keepFocus}
      onClick={() => copy(csvOf(heads, rows()))}
    >
      {copied ? <Check size={11} aria-hidden /> : <Copy size={11} aria-hidden />}
      {copied ? 'Copied' : 'Copy CSV'}
    </button>
  );
}
