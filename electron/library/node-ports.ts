import os from 'node:os';
import path from 'node:path';
import { silentLogger, type Logger } from '../../core/base/logger.ts';
import type { WritableBarStore } from '../../core/data-manager/bar-store.ts';
import type { EnginePorts } from '../../core/index.ts';
import type { SessionConfig } from '../../core/model/session-config.ts';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { storeCalendar } from '../host/store/store-calendar.ts';
import { openBarStore } from '../host/store/open-bar-store.ts';
import { StrategyLibrary, type StrategySources } from '../host/strategies/strategy-library.ts';
import { createWallClock } from '../host/thread/wall-clock.ts';

export interface NodePortsOptions {
  /** The bar store: a folder (created at the first write), or an address: `https://…`, `s3://bucket/…`. */
  readonly data: string;
  /** The exchange's calendar; US equities by default. */
  readonly calendar?: MarketCalendar;
  /** Folders in which strategy files of a config are searched, in this order. None by default. */
  readonly strategies?: readonly string[];
  readonly logger?: Logger;
  /** The folder for cached blocks of a store behind an address; by default one in the system's temporary folder. */
  readonly cache?: string;
  /** Region, endpoint and credentials of a store in S3, by their usual names: pass `process.env` to use them. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The ports of an engine in Node; the store can be written to. */
export interface NodePorts extends EnginePorts {
  readonly store: WritableBarStore;
  /** The code of the files that a config names as strategies, for its run folder. */
  strategySources(config: SessionConfig): StrategySources;
}

/**
 * The ports of Node: a bar store of Parquet files, the calendar, this process's clock and timers. Touches no file when
 * called.
 */
export function nodePorts(options: NodePortsOptions): NodePorts {
  const { data, calendar = createUsEquityCalendar(), strategies = [], logger = silentLogger } = options;
  const userDir = options.cache ?? path.join(os.tmpdir(), 'tapedeck');
  // Created only on demand: it sets an option of the whole process (how regular expressions are matched).
  const library = strategies.length === 0 ? undefined : new StrategyLibrary(strategies.map(absolute));
  return {
    store: openBarStore({ location: data, calendar, env: options.env ?? {}, userDir }),
    calendar,
    calendarOf: (group) => storeCalendar(data, group),
    wall: createWallClock(),
    logger,
    findStrategy: (name, role) => library?.find(name, role),
    strategySources: (config) => library?.sourcesOf(config) ?? {},
  };
}

const absolute = (folder: string): string => path.resolve(folder);
