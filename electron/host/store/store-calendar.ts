import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fail, type Result } from '../../../core/base/result.ts';
import { groupNamed } from '../../../core/model/exchange-groups.ts';
import { parseCalendarOverrides } from '../../../core/time-manager/calendar-overrides.ts';
import { calendarFor } from '../../../core/time-manager/calendars.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import { isStoreAddress } from './remote/store-address.ts';

const CALENDARS_FOLDER = 'calendars';

/**
 * The calendar of an exchange group with a user's own days: those in `calendars/GROUP.json` of the bar store win. Fails with
 * `unsupported` for a group that does not exist, with `bad_config` and the file's path where the file is wrong. A store on another
 * machine has no such file.
 */
export function storeCalendar(location: string, exchangeGroup: string): Result<MarketCalendar> {
  const group = groupNamed(exchangeGroup);
  if (group === undefined || isStoreAddress(location)) return calendarFor(exchangeGroup);
  const file = path.join(location, CALENDARS_FOLDER, `${group}.json`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return calendarFor(group);
    return fail('bad_config', `${file} cannot be read: ${String(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return fail('bad_config', `${file} is not JSON.`);
  }
  const parsed = parseCalendarOverrides(value);
  const calendar = parsed.ok ? calendarFor(group, parsed.value) : parsed;
  return calendar.ok ? calendar : fail('bad_config', `${file}: ${calendar.failure.message}`);
}
