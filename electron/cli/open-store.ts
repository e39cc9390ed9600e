import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import type { WritableBarStore } from '../../core/data-manager/bar-store.ts';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
import { ok, type Result } from '../../core/base/result.ts';
import { storeCalendar } from '../host/store/store-calendar.ts';
import { openBarStore } from '../host/store/open-bar-store.ts';
import type { CommandIo } from './command-io.ts';
import { dataFolder, userFolder } from '../host/program/user-folders.ts';

/** The bar store of a data command, and the calendar of its exchange. */
export interface OpenStore {
  readonly store: WritableBarStore;
  readonly calendar: MarketCalendar;
}

/** The store under the calendar of US equities. */
export const openStore = (option: string | undefined, io: StoreIo): OpenStore =>
  storeUnder(dataFolder(option, io.env, io.cwd), createUsEquityCalendar(), io);

/** The store under an exchange group's calendar: days are its labels. Fails with `bad_usage` for a group that does not exist. */
export function openStoreOf(
  group: string | undefined,
  option: string | undefined,
  io: StoreIo,
): Result<OpenStore> {
  const location = dataFolder(option, io.env, io.cwd);
  const calendar = storeCalendar(location, group ?? 'US_EQUITY');
  if (calendar.ok) return ok(storeUnder(location, calendar.value, io));
  return { ok: false, failure: { ...calendar.failure, code: 'bad_usage' } };
}

type StoreIo = Pick<CommandIo, 'env' | 'cwd' | 'signal'>;

function storeUnder(location: string, calendar: MarketCalendar, { env, signal }: StoreIo): OpenStore {
  return { store: openBarStore({ location, calendar, env, userDir: userFolder(env), signal }), calendar };
}
