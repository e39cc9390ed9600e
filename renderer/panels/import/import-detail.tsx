import type { ImportFile } from '../../state/import-store.ts';
import { isUnderWay } from '../../state/import-store.ts';
import { Gauge } from './import-gauge.tsx';
import { FirstBars } from './first-bars.tsx';
import { ImportFacts } from './import-facts.tsx';
import { ImportFound } from './import-found.tsx';
import { ImportReportView } from './import-report.tsx';
import { sizeText, stepText } from './import-words.ts';
import { StepMark } from './step-mark.tsx';
import styles from './import.module.css';

/** One file: its state, the importer's reading with reasons, its contents, and finally the result. */
export function ImportDetail({ file }: { readonly file: ImportFile }) {
  const { preview, outcome, problem } = file;
  return (
    <>
      <div className={styles['title']} data-testid="import-file" data-step={file.step}>
        <StepMark step={file.step} />
        <strong title={file.name}>{file.name}</strong>
        <span className={styles['muted']}>
          {sizeText(file.bytes)}
          {preview === null ? '' : ` · ${preview.format.toUpperCase()}`}
        </span>
        <span className={styles['state']}>{stepText(file)}</span>
      </div>
      <Gauge share={isUnderWay(file) ? file.progress : null} label={stepText(file)} />
      {problem === null ? null : (
        <p className={styles['problem']} role="alert">
          <span aria-hidden>✕ </span>
          {problem.message} <span className={styles['muted']}>{problem.hint}</span>
        </p>
      )}
      {outcome === null ? (
        <>
          {file.step === 'sending' ? null : <ImportFacts file={file} />}
          {preview === null ? null : (
            <div className={styles['found']} aria-busy={file.step === 'reading'}>
              <ImportFound preview={preview} />
              <FirstBars preview={preview} />
            </div>
          )}
        </>
      ) : (
        <ImportReportView outcome={outcome} />
      )}
    </>
  );
}
