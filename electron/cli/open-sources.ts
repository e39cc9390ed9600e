import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createEngine, type Engine } from '../../core/index.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Logger } from '../../core/base/logger.ts';
import type { WritableBarStore } from '../../core/data-manager/bar-store.ts';
import { parseSessionConfig } from '../../core/model/parse-session-config.ts';
import type { SessionConfig } from '../../core/model/session-config.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { openBarStore } from '../host/store/open-bar-store.ts';
import { storeCalendar } from '../host/store/store-calendar.ts';
import { Pulse } from '../host/thread/pulse.ts';
import { StrategyLibrary } from '../host/strategies/strategy-library.ts';
import { createWallClock } from '../host/thread/wall-clock.ts';
import { readingEntry } from '../host/program/program-root.ts';
import { dataFolder, userFolder } from '../host/program/user-folders.ts';
import type { CommandIo } from './command-io.ts';

/** The parts that a run without a window uses. */
export interface Sources {
  readonly calendar: MarketCalendar;
  readonly store: WritableBarStore;
  readonly engine: Engine;
  readonly library: StrategyLibrary;
  /** Calls back with the strategy that is running. */
  readonly pulse: Pulse;
}

/** The places of users' strategy files. */
export interface StrategyPlaces {
  readonly folders: readonly string[];
  /** Files that the user has typed, by the names that the config has for them. */
  readonly named: Readonly<Record<string, string>>;
}

/**
 * Opens the bar store that `--data` names, and an engine on it. The last parameter says where the files of users' strategies
 * are, in the order of the search.
 */
export function openSources(
  option: string | undefined,
  { env, cwd, signal }: Pick<CommandIo, 'env' | 'cwd' | 'signal'>,
  exchangeGroup: string,
  logger: Logger,
  { folders, named }: StrategyPlaces = { folders: [], named: {} },
): Result<Sources> {
  const location = dataFolder(option, env, cwd);
  const calendar = storeCalendar(location, exchangeGroup);
  if (!calendar.ok) return calendar;
  const userDir = userFolder(env);
  const store = openBarStore({ location, calendar: calendar.value, env, userDir, signal, readingEntry });
  const pulse = new Pulse();
  const library = new StrategyLibrary(folders, pulse, named);
  const ports = {
    store,
    calendar: calendar.value,
    calendarOf: (group: string) => storeCalendar(location, group),
    wall: createWallClock(),
    logger,
    findStrategy: library.find,
  };
  return ok({ calendar: calendar.value, store, engine: createEngine(ports), library, pulse });
}

/** Reads a session config's file; every failure's message begins with the file's path. */
export async function readConfigFile(cwd: string, name: string): Promise<Result<SessionConfig>> {
  const file = path.resolve(cwd, name);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'there is no such file' : String(error);
    return fail('bad_config', `${name}: ${why}; expected a session config (JSON)`);
  }
  const parsed = parseSessionConfig(text);
  if (parsed.ok) return parsed;
  return fail('bad_config', `${name} is not a session config:\n${indent(parsed.failure.message)}`);
}

const indent = (text: string): string => text.replaceAll(/^/gm, '  ');
