import type { ComparedBar, ImportComparison } from '../../../electron/contract/import-requests.ts';
import { counted, formatCount } from '../../format/number.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useZoneFormat } from '../../state/workstation-context.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './quality.module.css';

const SHOWN = 80;
const FIELDS = ['open', 'high', 'low', 'close', 'volume'];

interface DifferenceListProps {
  readonly comparison: ImportComparison;
  /** The chosen minute: the list begins there. */
  readonly instant: number | null;
}

/** Each bar of the day that differs between the two sides, with the values of both. */
export function DifferenceList({ comparison, instant }: DifferenceListProps) {
  const { differences, fields } = comparison;
  const from = differences.findIndex(({ open_ms }) => instant !== null && open_ms >= instant);
  const listed = differences.slice(Math.max(0, from));
  const apart = fields.filter(({ absolute }) => absolute > 0);
  return (
    <>
      <ul className={styles['gaps']} aria-label="Largest distances">
        {apart.map(({ field, bars, absolute, relative }) => (
          <li key={field}>
            {field}: {counted(bars, 'bar')} beyond the tolerance, at most {Number(absolute.toPrecision(4))} (
            {Number((relative * 100).toPrecision(3))} %)
          </li>
        ))}
      </ul>
      <ul className={styles['gaps']} aria-label="Bars that differ">
        {differences.length === 0 ? <li>Every bar of this day is the same on both sides.</li> : null}
        {listed.slice(0, SHOWN).map((each) => (
          <Difference key={each.open_ms} bar={each} isChosen={each.open_ms === instant} />
        ))}
        {listed.length > SHOWN ? <li>and {counted(listed.length - SHOWN, 'more bar')}</li> : null}
      </ul>
    </>
  );
}

function Difference({ bar, isChosen }: { readonly bar: ComparedBar; readonly isChosen: boolean }) {
  const format = useZoneFormat();
  return (
    <li title={formatUtc(bar.open_ms)} className={classNames(isChosen && styles['here'])}>
      <time>{format.minute(bar.open_ms)}</time> {wordsOf(bar)}
    </li>
  );
}

function wordsOf({ kind, fields, left, right }: ComparedBar): string {
  if (kind === 'missing_left') return `only in the file: ${valuesOf(right)}`;
  if (kind === 'missing_right') return `only in the store: ${valuesOf(left)}`;
  return fields
    .map((field) => {
      const at = FIELDS.indexOf(field);
      return `${field} ${shownValue(at, left?.[at])}, in the file ${shownValue(at, right?.[at])}`;
    })
    .join('; ');
}

const shownValue = (at: number, value: number | undefined): string =>
  at === 4 ? formatCount(value ?? 0) : String(value ?? '–');

const valuesOf = (values: readonly number[] | null): string =>
  (values ?? []).map((value, at) => shownValue(at, value)).join(' ');
