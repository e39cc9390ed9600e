import { useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Failure } from '../../../core/base/result.ts';
import type { StoredDayQuality, StoredQuality } from '../../../electron/contract/reading-requests.ts';
import type { CatalogSymbol } from '../../../electron/contract/requests.ts';
import { counted, formatQuality } from '../../format/number.ts';
import { useView, useWorkstation } from '../../state/workstation-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ChoiceMenu } from '../../ui/menu.tsx';
import { BarsAround } from './bars-around.tsx';
import { GapList } from './gap-list.tsx';
import { GapMap, type MapRow, type Spot } from './gap-map.tsx';
import styles from './quality.module.css';

/** `2025-11`, `2025-12`, `2026-01` … from the first month to the last, both included; newest first. */
function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = [];
  let [year, month] = last.split('-').map(Number) as [number, number];
  for (let text = last; text >= first; text = `${year}-${String(month).padStart(2, '0')}`) {
    months.push(text);
    month -= 1;
    if (month === 0) {
      month = 12;
      year -= 1;
    }
  }
  return months;
}

interface PlaceProps {
  readonly choice: ReactNode;
  readonly legend: ReactNode;
}

const NONE: readonly CatalogSymbol[] = [];
const isStored = (interval: string): interval is '1s' | '1m' | '1d' => /^1[smd]$/.test(interval);

const plain = (value: string) => ({ value, label: value });

/** A month of one symbol in the store, day by day. The archive does not depend on the session's clock. */
export function StoredQualityView({ choice, legend }: PlaceProps) {
  const { catalog } = useWorkstation();
  const stored = useStore(catalog, (state) => state.catalog?.symbols) ?? NONE;
  const selected = useView((view) => view.selected);
  const [wanted, setWanted] = useState({ symbol: '', interval: '', month: '' });
  const entry =
    stored.find(({ symbol }) => symbol === wanted.symbol) ??
    stored.find(({ symbol }) => symbol === selected) ??
    stored[0];
  const interval = [wanted.interval, '1m', ...(entry?.intervals ?? [])].find((each) =>
    entry?.intervals.includes(each),
  );
  const months = entry === undefined ? [] : monthsBetween(entry.first_month, entry.last_month);
  const month = months.includes(wanted.month) ? wanted.month : months[0];
  return (
    <>
      <div className={styles['bar']}>
        {choice}
        <ChoiceMenu
          label="Symbol"
          shown={entry?.symbol ?? 'No symbols'}
          value={entry?.symbol ?? null}
          choices={stored.map(({ symbol }) => plain(symbol))}
          onChoose={(symbol) => setWanted({ ...wanted, symbol })}
        />
        <ChoiceMenu
          label="Interval"
          shown={interval ?? '–'}
          value={interval ?? null}
          choices={(entry?.intervals ?? []).map(plain)}
          onChoose={(value) => setWanted({ ...wanted, interval: value })}
        />
        <ChoiceMenu
          label="Month"
          shown={month ?? '–'}
          value={month ?? null}
          choices={months.map(plain)}
          onChoose={(value) => setWanted({ ...wanted, month: value })}
        />
        <span className={styles['muted']}>Archive, not bound to the session’s clock</span>
        <span className={styles['spring']} />
        {legend}
      </div>
      {entry === undefined || interval === undefined || month === undefined || !isStored(interval) ? (
        <EmptyState title="The store is empty" text="Drop files of bars on the window to fill it." />
      ) : (
        <Month key={`${entry.symbol} ${interval} ${month}`} {...{ symbol: entry.symbol, interval, month }} />
      )}
    </>
  );
}

interface MonthProps {
  readonly symbol: string;
  readonly interval: '1s' | '1m' | '1d';
  readonly month: string;
}

function Month({ symbol, interval, month }: MonthProps) {
  const { client } = useWorkstation();
  const [quality, setQuality] = useState<StoredQuality | null>(null);
  const [problem, setProblem] = useState<Failure | null>(null);
  const [spot, setSpot] = useState<Spot | null>(null);
  useEffect(() => {
    const read = async (): Promise<void> => {
      const answer = await client.request('stored_quality', { symbol, interval, month });
      if (answer.ok) setQuality(answer.value);
      else setProblem(answer.failure);
    };
    void read();
  }, [client, symbol, interval, month]);
  if (problem !== null) return <EmptyState title="Cannot be read" text={problem.message} />;
  if (quality === null) return <EmptyState title={`Reading ${symbol} ${month}`} />;
  const day = quality.days.find((each) => each.day === spot?.key);
  const expected = quality.days.reduce((sum, each) => sum + each.expected, 0);
  const present = quality.days.reduce((sum, each) => sum + each.present, 0);
  return (
    <div className={styles['split']}>
      <GapMap rows={quality.days.map(mapRow)} spot={spot} onSpot={setSpot} />
      <aside className={styles['side']} aria-label={`Quality of ${symbol} in ${month}`}>
        <p className={styles['figures']}>
          <strong>{day?.day ?? month}</strong>
          <span>
            <b>{formatQuality(day?.quality ?? (present / expected) * 100)}</b>
          </span>
          <span>{counted(day?.present ?? present, 'bar')}</span>
          {quality.synthetic ? <span>synthetic</span> : null}
        </p>
        {spot === null ? null : <BarsAround place="store" {...{ symbol, interval }} instant={spot.instant} />}
        <GapList gaps={day?.gaps ?? []} findings={quality.findings} />
      </aside>
    </div>
  );
}

const mapRow = ({ day, quality, start_ms, minutes, present }: StoredDayQuality): MapRow => ({
  key: day,
  label: day.slice(5),
  figure: formatQuality(quality),
  startMs: start_ms,
  minutes,
  note: present > 0 ? 'a daily bar' : 'no bar',
});
