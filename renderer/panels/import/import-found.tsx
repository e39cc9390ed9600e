import type {
  ImportFinding,
  ImportPreview,
  ImportRefusal,
} from '../../../electron/contract/import-requests.ts';
import { counted, formatCount } from '../../format/number.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useZoneFormat } from '../../state/workstation-context.ts';
import { holesText, kindText, rangeText } from './import-words.ts';
import styles from './import.module.css';

const SHOWN = 12;

/** The file's contents, the bars missing from it, and the findings to check. */
export function ImportFound({ preview }: { readonly preview: ImportPreview }) {
  const format = useZoneFormat();
  const isDaily = preview.interval.value === '1d';
  const { series, questions, is_partial: isPartial } = preview;
  return (
    <>
      {questions.map((question) => (
        <p key={question} className={styles['question']}>
          <span aria-hidden>? </span>
          {question}
        </p>
      ))}
      <h3>
        In the file: {counted(preview.rows, 'row')}
        {isPartial ? ' in its first 64 MB (the rest is read while writing)' : ''}
      </h3>
      <ul className={styles['series']} aria-label="Symbols in the file">
        {series.slice(0, SHOWN).map((each) => (
          <li key={each.symbol}>
            <strong>{each.symbol}</strong>
            <span className={styles['number']}>{counted(each.bars, 'bar')}</span>
            <span title={`${formatUtc(each.first_ms)} to ${formatUtc(each.last_ms)}`}>
              {rangeText(format, each.first_ms, each.last_ms, isDaily)} {format.zoneName(each.first_ms)}
            </span>
            <span
              className={each.missing > 0 ? styles['holes'] : styles['muted']}
              title={each.missing_days.slice(0, 40).join(', ')}
            >
              {holesText(each)}
            </span>
          </li>
        ))}
      </ul>
      {series.length > SHOWN ? (
        <p className={styles['muted']}>and {counted(series.length - SHOWN, 'more symbol')}</p>
      ) : null}
      <RefusalsAndFindings refusals={preview.refusals} findings={preview.findings} />
    </>
  );
}

interface ListsProps {
  readonly refusals: readonly ImportRefusal[];
  readonly findings: readonly ImportFinding[];
}

/** Rejected rows, and suspicious values in accepted ones. */
export function RefusalsAndFindings({ refusals, findings }: ListsProps) {
  if (refusals.length + findings.length === 0) return null;
  return (
    <ul className={styles['remarks']} aria-label="Refused rows and findings">
      {refusals.map(({ reason, count, first_line, example }) => (
        <li key={reason} title={example}>
          <span className={styles['tag']}>✕ refused</span>
          {formatCount(count)} × {kindText(reason)}, first in line {formatCount(first_line)}:{' '}
          <code>{example}</code>
        </li>
      ))}
      {findings.slice(0, SHOWN).map(({ symbol, kind, count, detail }) => (
        <li key={`${symbol} ${kind}`} title={detail}>
          <span className={styles['tag']}>! finding</span>
          {symbol}: {formatCount(count)} × {kindText(kind)}: {detail}
        </li>
      ))}
      {findings.length > SHOWN ? <li>and {counted(findings.length - SHOWN, 'more finding')}</li> : null}
    </ul>
  );
}
