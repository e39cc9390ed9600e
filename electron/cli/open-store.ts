import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import type { WritableBarStore } from '../../core/data-manager/bar-store.ts';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
import { openBarStore } from '../host/store/open-bar-store.ts';
import type { CommandIo } from './command-io.ts';
import { dataFolder, userFolder } from '../host/program/user-folders.ts';

/** The bar store of a data command, and the calendar of its exchange. */
export interface OpenStore {
  readonly store: WritableBarStore;
  readonly calendar: MarketCalendar;
}

export function openStore(
  option: string | undefined,
  { env, cwd, signal }: Pick<CommandIo, 'env' | 'cwd' | 'signal'>,
): OpenStore {
  const calendar = createUsEquityCalendar();
  const location = dataFolder(option, env, cwd);
  return { store: openBarStore({ location, calendar, env, userDir: userFolder(env), signal }), calendar };
}
