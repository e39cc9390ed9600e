import { asEpochMs, daysFromCivil, DAY_MS, isoUtc, isRealDay, MINUTE_MS } from '../../base/epoch-ms.ts';

const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** Reads an RFC 3339 time as UTC epoch ms, truncated to milliseconds. Undefined for anything else. */
export function parseRfc3339(text: string): number | undefined {
  const parts = TIME.exec(text);
  if (parts === null || !isRealDay(parts[1] ?? '')) return undefined;
  const [year, month, day] = (parts[1] as string).split('-').map(Number) as [number, number, number];
  const [hours, minutes, seconds] = [parts[2], parts[3], parts[4]].map(Number) as [number, number, number];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fraction = Number((parts[5] ?? '').padEnd(3, '0').slice(0, 3));
  const offset = (Number(parts[7] ?? 0) * 60 + Number(parts[8] ?? 0)) * MINUTE_MS;
  const local =
    daysFromCivil(year, month, day) * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1_000 + fraction;
  return parts[6] === '-' ? local + offset : local - offset;
}

/** `2025-07-02T13:30:00Z`, with milliseconds only where there are any. */
export const printRfc3339 = (instant: number): string => isoUtc(asEpochMs(instant)).replace('.000Z', 'Z');
