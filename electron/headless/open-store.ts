import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import type { WritableBarStore } from '../../core/data-manager/bar-store.ts';
import { createParquetBarStore } from '../../core/data-manager/parquet-bar-store.ts';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
import { createNodeFiles } from '../engine/node-files.ts';
import type { CommandIo } from './command-io.ts';
import { dataFolder } from '../hosting/user-folders.ts';

/** The bar store that a command of data works on, and the calendar of its exchange. */
export interface OpenStore {
  readonly store: WritableBarStore;
  readonly calendar: MarketCalendar;
}

export function openStore(option: string | undefined, io: Pick<CommandIo, 'env' | 'cwd'>): OpenStore {
  const calendar = createUsEquityCalendar();
  const location = dataFolder(option, io.env, io.cwd);
  return { store: createParquetBarStore({ files: createNodeFiles(), calendar, location }), calendar };
}
