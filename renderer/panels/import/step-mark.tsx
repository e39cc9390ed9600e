import { Check, CircleDashed, CircleDot, Loader, OctagonAlert, Square } from 'lucide-react';
import type { ImportStep } from '../../state/import-store.ts';
import styles from './import.module.css';

const MARKS: Readonly<Record<ImportStep, typeof Check>> = {
  sending: Loader,
  reading: Loader,
  ready: CircleDot,
  refused: OctagonAlert,
  queued: CircleDashed,
  writing: Loader,
  written: Check,
  stopped: Square,
};

/** A sign for a file's state; the words are beside it. */
export function StepMark({ step }: { readonly step: ImportStep }) {
  const Mark = MARKS[step];
  return <Mark size={13} aria-hidden className={step === 'refused' ? styles['alarm'] : styles['mark']} />;
}
