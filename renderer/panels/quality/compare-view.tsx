import { useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Failure } from '../../../core/base/result.ts';
import type { ComparedDay, ImportComparison } from '../../../electron/contract/import-requests.ts';
import { counted } from '../../format/number.ts';
import type { ImportFile } from '../../state/import-store.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ChoiceMenu } from '../../ui/menu.tsx';
import { chooseFiles } from '../import/import-inputs.tsx';
import { DifferenceList } from './difference-list.tsx';
import { GapMap, type MapRow, type Spot } from './gap-map.tsx';
import { COMPARED_SIGNS } from './minute-strip.tsx';
import styles from './quality.module.css';

/** Greatest difference at which two values still count as equal. */
const TOLERANCES = [
  { value: 'exact', label: 'Exact', absolute: 0, relative: 0 },
  { value: 'half-cent', label: 'Within 0.005', absolute: 0.005, relative: 0 },
  { value: 'cent', label: 'Within 0.01', absolute: 0.01, relative: 0 },
  { value: 'basis-point', label: 'Within 0.01 %', absolute: 0, relative: 0.0001 },
  { value: 'tenth', label: 'Within 0.1 %', absolute: 0, relative: 0.001 },
] as const;

/** The store beside a file that could be imported: which minutes differ, and by how much. Nothing is written. */
export function CompareView({ choice }: { readonly choice: ReactNode }) {
  const { imports } = useWorkstation();
  const file = useStore(imports.store, ({ files, compared }) => files.find(({ id }) => id === compared));
  const [wanted, setWanted] = useState({ symbol: '', tolerance: 'exact' });
  const symbols = file?.preview?.series.map(({ symbol }) => symbol) ?? [];
  const symbol = symbols.includes(wanted.symbol) ? wanted.symbol : symbols[0];
  const tolerance = TOLERANCES.find(({ value }) => value === wanted.tolerance) ?? TOLERANCES[0];
  return (
    <>
      <div className={styles['bar']}>
        {choice}
        <ChoiceMenu
          label="Symbol"
          shown={symbol ?? 'No symbols'}
          value={symbol ?? null}
          choices={symbols.map((each) => ({ value: each, label: each }))}
          onChoose={(value) => setWanted({ ...wanted, symbol: value })}
        />
        <ChoiceMenu
          label="Tolerance"
          shown={tolerance.label}
          value={tolerance.value}
          choices={TOLERANCES}
          onChoose={(value) => setWanted({ ...wanted, tolerance: value })}
        />
        <span className={styles['muted']}>{file === undefined ? '' : `Store, beside ${file.name}`}</span>
        <span className={styles['spring']} />
        <Button look="quiet" onClick={chooseFiles}>
          Choose a file…
        </Button>
      </div>
      {file === undefined || symbol === undefined ? (
        <EmptyState
          title="Nothing to compare yet"
          text="Drop a file of bars on the window, or choose one, and take “Compare with the store”. Nothing is written."
        />
      ) : (
        <Compared key={`${file.id} ${symbol} ${tolerance.value}`} {...{ file, symbol, tolerance }} />
      )}
    </>
  );
}

interface ComparedProps {
  readonly file: ImportFile;
  readonly symbol: string;
  readonly tolerance: (typeof TOLERANCES)[number];
}

function Compared({ file, symbol, tolerance }: ComparedProps) {
  const { imports } = useWorkstation();
  const [comparison, setComparison] = useState<ImportComparison | null>(null);
  const [problem, setProblem] = useState<Failure | null>(null);
  const [spot, setSpot] = useState<Spot | null>(null);
  const day = spot?.key ?? null;
  useEffect(() => {
    let gone = false;
    const { absolute, relative } = tolerance;
    const read = async (): Promise<void> => {
      const answer = await imports.comparison(file.id, { symbol, tolerance: { absolute, relative }, day });
      if (gone) return;
      if (answer.ok) setComparison(answer.value);
      else setProblem(answer.failure);
    };
    void read();
    return () => {
      gone = true;
    };
  }, [imports, file.id, symbol, tolerance, day]);
  if (problem !== null) return <EmptyState title="Cannot be compared" text={problem.message} />;
  if (comparison === null) return <EmptyState title={`Reading ${symbol} of ${file.name}`} />;
  const { days } = comparison;
  const shown = days.find((each) => each.day === day) ?? days[0];
  return (
    <div className={styles['split']} data-testid="comparison">
      <GapMap rows={days.map(mapRow)} spot={spot} onSpot={setSpot} signs={COMPARED_SIGNS} />
      <aside className={styles['side']} aria-label={`${symbol} of the store and of the file`}>
        {shown === undefined ? null : <Figures day={shown} />}
        <DifferenceList comparison={comparison} instant={spot?.instant ?? null} />
      </aside>
    </div>
  );
}

function Figures({ day }: { readonly day: ComparedDay }) {
  return (
    <p className={styles['figures']}>
      <strong>{day.day}</strong>
      <span>{counted(day.same, 'bar')} the same</span>
      <span>
        <b>{day.differing}</b> differ
      </span>
      <span>
        <b>{day.missing_left}</b> only in the file
      </span>
      <span>
        <b>{day.missing_right}</b> only in the store
      </span>
    </p>
  );
}

const mapRow = (day: ComparedDay): MapRow => ({
  key: day.day,
  label: day.day.slice(5),
  figure: String(day.differing + day.missing_left + day.missing_right),
  startMs: day.start_ms,
  minutes: day.minutes,
  note: 'no minutes of regular hours',
});
