import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from '../../bridge/copy-text.ts';
import { csvOf } from '../../format/csv.ts';
import { keepFocus } from '../../ui/button.tsx';
import styles from './rows.module.css';

interface CopyTableProps {
  readonly heads: readonly string[];
  readonly rows: () => readonly (readonly string[])[];
}

const SAID_MS = 1_500;

/** Copies the table as CSV, all of it, in the order in which it happened; times are UTC. */
export function CopyTable({ heads, rows }: CopyTableProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      className={styles['copy']}
      title="Copy the table as CSV"
      onMouseDown={keepFocus}
      onClick={() => setCopied(copyText(csvOf(heads, rows())))}
    >
      {copied ? <Check size={11} aria-hidden /> : <Copy size={11} aria-hidden />}
      {copied ? 'Copied' : 'Copy CSV'}
    </button>
  );
}
