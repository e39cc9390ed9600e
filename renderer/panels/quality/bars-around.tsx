import { useEffect, useState } from 'react';
import { MINUTE_MS, SECOND_MS } from '../../../core/base/epoch-ms.ts';
import type { BarTable } from '../../../electron/contract/reading-requests.ts';
import { formatCount, formatPrice } from '../../format/number.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useWorkstation, useZoneFormat } from '../../state/workstation-context.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './quality.module.css';

interface BarsAroundProps {
  readonly place: 'session' | 'store';
  readonly symbol: string;
  readonly interval: string;
  readonly instant: number;
}

const STEPS = [-2, -1, 0, 1, 2];

/** The bars before, at and after a minute; a missing bar has a line that says so. */
export function BarsAround({ place, symbol, interval, instant }: BarsAroundProps) {
  const { client } = useWorkstation();
  const format = useZoneFormat();
  const [bars, setBars] = useState<BarTable | null>(null);
  const step = interval === '1s' ? SECOND_MS : MINUTE_MS;
  useEffect(() => {
    let gone = false;
    const range = { from_ms: instant - 2 * step, to_ms: instant + 3 * step };
    const asked =
      place === 'session'
        ? client.request('session_bars', { symbol, ...range })
        : client.request('stored_bars', { symbol, interval: interval === '1s' ? '1s' : '1m', ...range });
    const show = async (): Promise<void> => {
      const answer = await asked;
      if (!gone && answer.ok) setBars(answer.value);
    };
    void show();
    return () => {
      gone = true;
    };
  }, [client, place, symbol, interval, instant, step]);
  if (bars === null) return null;
  return (
    <table className={styles['bars']} aria-label={`Bars around ${format.minute(instant)}`}>
      <tbody>
        {STEPS.map((by) => {
          const openMs = instant + by * step;
          const at = bars.open_ms.indexOf(openMs);
          return (
            <tr key={by} className={classNames(by === 0 && styles['here'])}>
              <th scope="row" title={formatUtc(openMs)}>
                {interval === '1s' ? format.clock(openMs) : format.minute(openMs)}
              </th>
              {at < 0 ? (
                <td colSpan={5} className={styles['muted']}>
                  no bar
                </td>
              ) : (
                <>
                  {[bars.open, bars.high, bars.low, bars.close].map((column, index) => (
                    // oxlint-disable-next-line react/no-array-index-key -- four columns that never move
                    <td key={index}>{formatPrice(column[at] ?? null)}</td>
                  ))}
                  <td>{formatCount(bars.volume[at] ?? 0)}</td>
                </>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
