import { describe, expect, test } from 'vitest';
import { createZoneFormat, instantInSession } from '../../../../renderer/format/zone-format.ts';

const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString().slice(0, 16);

describe('a time that is typed into the window', () => {
  const chicago = createZoneFormat('America/Chicago');
  const monday = { openMs: Date.parse('2025-03-09T22:00Z'), closeMs: Date.parse('2025-03-10T21:00Z') };

  test('is of the session: 18:30 of Monday is Sunday 18:30', () => {
    expect(iso(instantInSession(chicago, monday, '18:30'))).toBe('2025-03-09T23:30');
    expect(iso(instantInSession(chicago, monday, '09:30'))).toBe('2025-03-10T14:30');
    expect(iso(instantInSession(chicago, monday, '16:00'))).toBe('2025-03-10T21:00');
    expect(iso(instantInSession(chicago, monday, '16:30'))).toBe('2025-03-10T21:30'); // outside: the engine refuses it
    expect(instantInSession(chicago, monday, 'noon')).toBeNull();
  });

  test('that is both ends of a session is its open', () => {
    const utc = createZoneFormat('UTC');
    const day = { openMs: Date.parse('2025-03-09T00:00Z'), closeMs: Date.parse('2025-03-10T00:00Z') };
    expect(iso(instantInSession(utc, day, '00:00'))).toBe('2025-03-09T00:00');
    expect(iso(instantInSession(utc, day, '23:59'))).toBe('2025-03-09T23:59');
  });

  test('a day without a zone is printed unchanged', () => {
    expect(chicago.dateOfDay('2025-11-25')).toBe('Tue 25 Nov 2025');
  });
});
