import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../base/epoch-ms.ts';

/** `7` as `07`. */
export const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value));

const WALL_CLOCK = /^(\d{2}):(\d{2})(?::(\d{2}))?$/;

/** Reads `10:00` or `10:00:30` as milliseconds since midnight; undefined for anything else (`24:00`, `9:30`). */
export function parseWallClock(text: string): number | undefined {
  const parts = WALL_CLOCK.exec(text);
  if (parts === null) return undefined;
  const hours = Number(parts[1]);
  const minutes = Number(parts[2]);
  const seconds = Number(parts[3] ?? 0);
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
}

/** Prints milliseconds since midnight as `10:00:30`; a fraction of a second is cut off. */
export function printWallClock(msOfDay: number): string {
  const hours = Math.floor(msOfDay / HOUR_MS);
  const minutes = Math.floor(msOfDay / MINUTE_MS) % 60;
  const seconds = Math.floor(msOfDay / SECOND_MS) % 60;
  return `${twoDigits(hours)}:${twoDigits(minutes)}:${twoDigits(seconds)}`;
}
