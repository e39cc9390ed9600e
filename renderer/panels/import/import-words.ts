import type {
  ImportedSeries,
  ImportOutcome,
  WrittenSeries,
} from '../../../electron/contract/import-requests.ts';
import { counted, formatCount, formatDuration, formatQuality } from '../../format/number.ts';
import type { ZoneFormat } from '../../format/zone-format.ts';
import type { ImportFile, ImportStep } from '../../state/import-store.ts';

const STEPS: Readonly<Record<ImportStep, string>> = {
  sending: 'Reading the file',
  reading: 'Examining it',
  ready: 'Ready to write',
  refused: 'Cannot be read',
  queued: 'Waits',
  writing: 'Writing',
  written: 'Written',
  stopped: 'Stopped',
};

/** A file's state, with its share done and the time left where that is known. */
export function stepText({ step, progress, remainingMs, outcome }: ImportFile): string {
  if (step === 'written' && outcome !== null) {
    const bars = outcome.series.reduce((sum, series) => sum + series.written, 0);
    return bars === 0 ? 'Nothing new' : `${counted(bars, 'bar')} written`;
  }
  if (step !== 'sending' && step !== 'writing') return STEPS[step];
  const left = remainingMs === null ? '' : ` · about ${formatDuration(remainingMs)} left`;
  return `${STEPS[step]} ${Math.floor(progress * 100)}%${left}`;
}

const REASONS: Readonly<Record<string, string>> = {
  short_row: 'too few columns',
  unreadable_time: 'time cannot be read',
  not_a_number: 'not a number',
  impossible_ohlc: 'impossible prices',
  negative_volume: 'negative volume',
  off_grid: 'time between two bars',
  no_symbol: 'no symbol',
};

/** A refusal's or finding's kind in words. */
export const kindText = (kind: string): string => REASONS[kind] ?? kind.replaceAll('_', ' ');

const KB = 1_024;

export const sizeText = (bytes: number): string =>
  bytes < KB
    ? counted(bytes, 'byte')
    : bytes < KB * KB
      ? `${formatCount(Math.ceil(bytes / KB))} KB`
      : `${(bytes / KB / KB).toFixed(1)} MB`;

const dayText = (format: ZoneFormat, instant: number): string =>
  `${format.dayOfMonth(instant)} ${format.year(instant)}`;

/** `2 Jul 2025 09:30 to 15:59`, or both days where there are two. */
export function rangeText(format: ZoneFormat, firstMs: number, lastMs: number, isDaily: boolean): string {
  const [from, to] = [dayText(format, firstMs), dayText(format, lastMs)];
  if (isDaily) return from === to ? from : `${from} to ${to}`;
  const end = from === to ? format.minute(lastMs) : `${to} ${format.minute(lastMs)}`;
  return `${from} ${format.minute(firstMs)} to ${end}`;
}

/** The bars that a file has and lacks of a symbol, against the calendar. */
export function holesText({ expected, missing, missing_days: days }: ImportedSeries): string {
  if (expected === 0) return 'no regular hours';
  if (missing === 0) return 'no holes';
  const quality = formatQuality(((expected - missing) / expected) * 100);
  const whole = days.length === 0 ? '' : `, ${counted(days.length, 'whole day')}`;
  return `${counted(missing, 'bar')} missing${whole} (${quality})`;
}

/** The result of importing a symbol's bars, in words. */
export function writtenText(series: WrittenSeries): string {
  const parts = [
    `${formatCount(series.written)} written`,
    ...(series.unchanged > 0 ? [`${formatCount(series.unchanged)} there already`] : []),
    ...(series.replaced > 0 ? [`${formatCount(series.replaced)} of them in place of others`] : []),
    ...(series.discarded_synthetic > 0
      ? [`${formatCount(series.discarded_synthetic)} synthetic made room`]
      : []),
    ...(series.duplicates > 0 ? [`${counted(series.duplicates, 'row')} of a time that came twice`] : []),
  ];
  return parts.join(', ');
}

export const rowsText = ({ rows_read: read, rows_refused: refused }: ImportOutcome): string =>
  `${counted(read, 'row')} read, ${refused === 0 ? 'none' : formatCount(refused)} refused`;
