import { HOUR_MS, MINUTE_MS } from '../../../core/base/epoch-ms.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useZoneFormat } from '../../state/workstation-context.ts';
import styles from './quality.module.css';
import type { KeyboardEvent, MouseEvent } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { GAP_SIGNS, MinuteStrip, type MinuteSign } from './minute-strip.tsx';

/** Hours between two figures, so that they never touch: each hour of a short day, every third of a market round the clock. */
function hourStep(minutes: number): number {
  if (minutes <= 600) return HOUR_MS;
  return minutes <= 1_000 ? 2 * HOUR_MS : 3 * HOUR_MS;
}

interface HourAxisProps {
  readonly startMs: number;
  readonly minutes: number;
}

/** The full hours above rows of minutes. */
function HourAxis({ startMs, minutes }: HourAxisProps) {
  const format = useZoneFormat();
  const step = hourStep(minutes);
  const endMs = startMs + minutes * MINUTE_MS;
  const hours: number[] = [];
  for (let at = Math.ceil(startMs / HOUR_MS) * HOUR_MS; at <= endMs; at += step) hours.push(at);
  return (
    <li className={styles['axis']} aria-hidden>
      <span className={styles['hours']}>
        {hours.map((at) => (
          <time
            key={at}
            title={formatUtc(at)}
            style={{ left: `${((at - startMs) / (endMs - startMs)) * 100}%` }}
          >
            {format.minute(at)}
          </time>
        ))}
      </span>
    </li>
  );
}

const SIGNS = [
  ['present', 'bar'],
  ['noTrades', 'no trades'],
  ['unconfirmed', 'missing or no trade'],
  ['notYet', 'not yet'],
] as const;

/** The meaning of the signs in a gap map. */
export function GapLegend() {
  return (
    <ul className={styles['legend']} aria-label="Signs of the map">
      {SIGNS.map(([sign, label]) => (
        <li key={sign}>
          <i className={styles[sign]} aria-hidden />
          {label}
        </li>
      ))}
    </ul>
  );
}

/** One line of the map: a symbol's day, or a day of a symbol. */
export interface MapRow {
  readonly key: string;
  readonly label: string;
  readonly figure: string;
  readonly startMs: number;
  /** Empty where minutes say nothing; `note` then says why. */
  readonly minutes: Uint8Array;
  readonly note: string;
}

/** A minute of a row. */
export interface Spot {
  readonly key: string;
  readonly instant: number;
}

interface GapMapProps {
  readonly rows: readonly MapRow[];
  readonly spot: Spot | null;
  readonly onSpot: (spot: Spot) => void;
  /** The meaning of the minutes' numbers; gaps by default. */
  readonly signs?: readonly MinuteSign[];
}

const MOVES: Readonly<Record<string, readonly [rows: number, minutes: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [0, -30],
  PageDown: [0, 30],
};

const clamp = (value: number, last: number): number => Math.max(0, Math.min(value, last));

const spotAt = (row: MapRow, minute: number): Spot => ({
  key: row.key,
  instant: row.startMs + clamp(minute, row.minutes.length - 1) * MINUTE_MS,
});

const bringIntoView = (row: HTMLElement | null): void => row?.scrollIntoView({ block: 'nearest' });

/** Rows of minutes; a click or the arrow keys choose one. */
export function GapMap({ rows, spot, onSpot, signs = GAP_SIGNS }: GapMapProps) {
  const format = useZoneFormat();
  const at = Math.max(
    0,
    rows.findIndex(({ key }) => key === spot?.key),
  );
  const row = rows[at];
  const timed = rows.find(({ minutes }) => minutes.length > 0);
  const minute =
    row === undefined || spot === null ? 0 : Math.round((spot.instant - row.startMs) / MINUTE_MS);
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = MOVES[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = rows[clamp(at + move[0], rows.length - 1)];
    if (next !== undefined) onSpot(spotAt(next, spot === null ? 0 : minute + move[1]));
  };
  const onClick = (event: MouseEvent<HTMLElement>, chosen: MapRow): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    onSpot(spotAt(chosen, Math.floor(share * chosen.minutes.length)));
  };
  const said =
    row === undefined || spot === null
      ? ''
      : `${row.label} ${format.minute(spot.instant)} ${signs[row.minutes[minute] ?? -1]?.words ?? 'is outside regular hours'}`;
  return (
    <div className={styles['map']}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows move inside */}
      <ul
        className={styles['rows']}
        aria-label="Gap map: arrow keys choose a minute"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- one stop for the keyboard; the arrows move inside
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {timed === undefined ? null : <HourAxis startMs={timed.startMs} minutes={timed.minutes.length} />}
        {rows.map((each) => (
          <li
            key={each.key}
            ref={each.key === spot?.key ? bringIntoView : undefined}
            className={classNames(styles['row'], each === row && styles['chosen'])}
          >
            <span className={styles['label']}>{each.label}</span>
            <span className={styles['figure']}>{each.figure}</span>
            {each.minutes.length === 0 ? (
              <span className={styles['note']}>{each.note}</span>
            ) : (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the list hears the keys
              <span className={styles['minutes']} onClick={(event) => onClick(event, each)}>
                <MinuteStrip minutes={each.minutes} signs={signs} />
                {spot?.key === each.key ? (
                  <i
                    className={styles['cursor']}
                    style={{ left: `${((minute + 0.5) / each.minutes.length) * 100}%` }}
                  />
                ) : null}
              </span>
            )}
          </li>
        ))}
      </ul>
      <output className={styles['said']} title={spot === null ? undefined : formatUtc(spot.instant)}>
        {said === '' ? 'Click a minute, or use the arrow keys, to see the bars around it.' : said}
      </output>
    </div>
  );
}
