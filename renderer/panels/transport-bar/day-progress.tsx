// oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the field "Run to" does the same by keyboard
// oxlint-disable jsx-a11y/prefer-tag-over-role -- <progress> cannot hold ticks and marks
import { memo, useCallback, useMemo, useState, type MouseEvent } from 'react';
import { HOUR_MS, MINUTE_MS } from '../../../core/base/epoch-ms.ts';
import type { Closure, ProgressMark } from '../../../electron/contract/batch.ts';
import { formatUtc, type ZoneFormat } from '../../format/zone-format.ts';
import { useCommands, useCopy, useHeader, useZoneFormat } from '../../state/workstation-context.ts';
import { keepFocus } from '../../ui/button.tsx';
import { shareStyle } from '../../ui/share-style.ts';
import styles from './day-progress.module.css';

const MARK_NAMES: Readonly<Record<ProgressMark['kind'], string>> = {
  added: 'added',
  removed: 'removed',
  failed: 'failed',
  signal: 'signal',
  fill: 'fill',
  halted: 'halted',
  resumed: 'trading again',
};

/** The session day from open to close, the clock's place in it, and marks of events. */
export function DayProgress() {
  const openMs = useHeader((header) => header.openMs, 0);
  const closeMs = useHeader((header) => header.closeMs, 0);
  const clockMs = useHeader((header) => header.clockMs, null);
  const day = useHeader((header) => header.day, null);
  const closures = useHeader((header) => header.closures, NO_CLOSURES);
  const format = useZoneFormat();
  const marks = useCopy((copy) => copy.marks);
  const commands = useCommands();
  const live = useHeader((header) => header.mode === 'live', false);
  const [hint, setHint] = useState('');
  const jump = useCallback(
    (instant: number) => {
      if (!live) void commands.jumpTo(instant);
    },
    [commands, live],
  );
  const span = closeMs - openMs;
  if (!(span > 0)) return <div className={styles['progress']} />;
  const done = Math.min(1, Math.max(0, ((clockMs ?? openMs) - openMs) / span));
  return (
    <div className={styles['progress']}>
      <span className={styles['end']} title={`${format.date(openMs)} ${format.minute(openMs)}`}>
        {format.isoDay(openMs) === day ? '' : `${format.weekday(openMs)} `}
        {format.minute(openMs)}
      </span>
      <div
        className={styles['track']}
        title={live ? undefined : hint}
        onClick={(event) => jump(instantUnder(event, openMs, span))}
        onPointerMove={(event) => setHint(hintAt(format, instantUnder(event, openMs, span)))}
      >
        <div
          className={styles['bar']}
          role="progressbar"
          aria-label="Session day"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(done * 100)}
          aria-valuetext={`${format.minute(clockMs ?? openMs)}, ${Math.round(done * 100)}% of the session day`}
        >
          <HourTicks openMs={openMs} closeMs={closeMs} />
          <Breaks {...{ openMs, closeMs, closures, format }} />
          <div className={styles['done']} style={shareStyle(done)} />
        </div>
        <Marks marks={marks} onJump={jump} {...{ openMs, closeMs, format }} />
        <div className={styles['head']} style={shareStyle(done)} />
      </div>
      <span className={styles['end']}>{format.minute(closeMs)}</span>
    </div>
  );
}

/** The whole minute under the pointer. */
function instantUnder(event: MouseEvent<HTMLElement>, openMs: number, span: number): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
  return openMs + Math.round((share * span) / MINUTE_MS) * MINUTE_MS;
}

const hintAt = (format: ZoneFormat, instant: number): string =>
  `Click: go to ${format.minute(instant)} ${format.zoneName(instant)} and pause there · ${formatUtc(instant)}`;

const NO_CLOSURES: readonly Closure[] = [];

interface SpanProps {
  readonly openMs: number;
  readonly closeMs: number;
}

const HourTicks = memo(function HourTicks({ openMs, closeMs }: SpanProps) {
  const first = Math.ceil((openMs + 1) / HOUR_MS) * HOUR_MS;
  const hours = Array.from(
    { length: Math.ceil((closeMs - first) / HOUR_MS) },
    (_, index) => first + index * HOUR_MS,
  );
  return hours.map((hour) => (
    <i
      key={hour}
      className={styles['hour']}
      style={{ left: `${((hour - openMs) / (closeMs - openMs)) * 100}%` }}
    />
  ));
});

interface BreaksProps extends SpanProps {
  readonly closures: readonly Closure[];
  readonly format: ZoneFormat;
}

/** Breaks of the session, such as a lunch break. */
const Breaks = memo(function Breaks({ openMs, closeMs, closures, format }: BreaksProps) {
  const share = (instant: number): string => `${((instant - openMs) / (closeMs - openMs)) * 100}%`;
  return closures
    .filter(({ isBreak, fromMs, toMs }) => isBreak && fromMs >= openMs && toMs <= closeMs)
    .map(({ fromMs, toMs }) => (
      <i
        key={fromMs}
        className={styles['break']}
        data-testid="session-break"
        title={`Break, ${format.minute(fromMs)} to ${format.minute(toMs)}`}
        style={{ left: share(fromMs), right: `calc(100% - ${share(toMs)})` }}
      />
    ));
});

interface MarksProps extends SpanProps {
  readonly marks: readonly ProgressMark[];
  readonly format: ZoneFormat;
  readonly onJump: (instant: number) => void;
}

/** A mark is a third of a percent wide: of several on the same spot one is drawn. */
const SPOTS = 300;

const Marks = memo(function Marks({ marks, openMs, closeMs, format, onJump }: MarksProps) {
  const spots = useMemo(() => {
    const bySpot = new Map<string, ProgressMark>();
    for (const mark of marks) {
      const share = (mark.clockMs - openMs) / (closeMs - openMs);
      const spot = `${mark.kind} ${Math.round(share * SPOTS)}`;
      if (share >= 0 && share <= 1 && !bySpot.has(spot)) bySpot.set(spot, mark);
    }
    return [...bySpot];
  }, [marks, openMs, closeMs]);
  return spots.map(([key, mark]) => <Mark key={key} mark={mark} {...{ openMs, closeMs, format, onJump }} />);
});

interface MarkProps extends Omit<MarksProps, 'marks'> {
  readonly mark: ProgressMark;
}

/** Of hundreds, only the new ones are rendered. */
const Mark = memo(function Mark({
  mark: { kind, symbol, clockMs },
  openMs,
  closeMs,
  format,
  onJump,
}: MarkProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-hidden
      className={styles[kind]}
      title={`${symbol ?? 'The account'}: ${MARK_NAMES[kind]} at ${format.minute(clockMs)} ${format.zoneName(clockMs)} (${formatUtc(clockMs)}); click: go there`}
      data-mark={kind}
      style={{ left: `${((clockMs - openMs) / (closeMs - openMs)) * 100}%` }}
      onMouseDown={keepFocus}
      onClick={(event) => {
        event.stopPropagation();
        onJump(clockMs);
      }}
    />
  );
});
