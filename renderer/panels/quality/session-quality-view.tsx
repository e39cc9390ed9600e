import { useMemo, useState, type ReactNode } from 'react';
import type { SessionQuality, SymbolQuality } from '../../../electron/contract/reading-requests.ts';
import { usePolled } from '../../state/use-polled.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import type { Workstation } from '../../state/workstation.ts';
import { formatQuality } from '../../format/number.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { BarsAround } from './bars-around.tsx';
import { GapMap, type MapRow, type Spot } from './gap-map.tsx';
import { GapList } from './gap-list.tsx';
import styles from './quality.module.css';

/** Refresh interval, milliseconds: the eye reads no faster. */
const ASK_MS = 700;

/**
 * The session's completeness, frozen at its last value while the session is deactivated. Requested only when the clock
 * or the set of symbols has moved.
 */
function useSessionQuality(): SessionQuality | null {
  const { client, session } = useWorkstation();
  const ask = useMemo(() => askWhenMoved({ client, session }), [client, session]);
  return usePolled(ASK_MS, ask);
}

function askWhenMoved({
  client,
  session,
}: Pick<Workstation, 'client' | 'session'>): () => Promise<SessionQuality | null> {
  let asked: string | undefined;
  return async () => {
    const { header, order } = session.getState().copy;
    if (header === null || header.blocked) return null;
    const moment = `${header.configId} ${header.clockMs} ${order.join(' ')}`;
    if (moment === asked) return null;
    asked = moment;
    const answer = await client.request('session_quality', {});
    if (answer.ok && answer.value !== null) return answer.value;
    asked = undefined;
    return null;
  };
}

interface PlaceProps {
  readonly choice: ReactNode;
  readonly legend: ReactNode;
}

/** The session's symbols, minute by minute, as far as the day has come. */
export function SessionQualityView({ choice, legend }: PlaceProps) {
  const quality = useSessionQuality();
  const [spot, setSpot] = useState<Spot | null>(null);
  const symbols = quality?.symbols ?? [];
  const rows = symbols.map((each) => mapRow(each, quality?.start_ms ?? 0));
  const shown = symbols.find(({ symbol }) => symbol === spot?.key) ?? symbols[0];
  return (
    <>
      <div className={styles['bar']}>
        {choice}
        <span className={styles['spring']} />
        {legend}
      </div>
      {quality === null || shown === undefined ? (
        <EmptyState title="No bars yet" text="Each symbol's minutes appear here as the session runs." />
      ) : (
        <div className={styles['split']}>
          <GapMap rows={rows} spot={spot} onSpot={setSpot} />
          <aside className={styles['side']} aria-label={`Quality of ${shown.symbol}`}>
            <p className={styles['figures']}>
              <strong>{shown.symbol}</strong>
              {shown.intervals.map(({ interval, quality: percent }) => (
                <span key={interval}>
                  {interval} <b>{formatQuality(percent)}</b>
                </span>
              ))}
            </p>
            {spot === null || shown.base_interval === null ? null : (
              <BarsAround
                place="session"
                symbol={shown.symbol}
                interval={shown.base_interval}
                instant={spot.instant}
              />
            )}
            <GapList gaps={shown.gaps} findings={shown.findings} />
          </aside>
        </div>
      )}
    </>
  );
}

function mapRow({ symbol, intervals, base_interval, minutes }: SymbolQuality, startMs: number): MapRow {
  const base = intervals.find(({ interval }) => interval === base_interval);
  const note = base_interval === null ? 'history only' : `${base_interval} bars have no minutes`;
  return { key: symbol, label: symbol, figure: formatQuality(base?.quality ?? null), startMs, minutes, note };
}
