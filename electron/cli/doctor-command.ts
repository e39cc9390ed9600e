import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { asEpochMs, isoUtc } from '../../core/base/epoch-ms.ts';
import { EXCHANGE_GROUPS } from '../../core/model/exchange-groups.ts';
import { calendarFor, calendarZoneDifferences } from '../../core/time-manager/calendars.ts';
import { isStoreAddress } from '../host/store/remote/store-address.ts';
import { engineEntry, programRoot, rendererFolder } from '../host/program/program-root.ts';
import { programVersion } from '../host/program/program-version.ts';
import { DATA_FORMAT, type FoundFormat } from '../host/program/user-data/data-format.ts';
import { readFormat } from '../host/program/user-data/prepare-user-data.ts';
import { workstationFolders } from '../host/program/workstation-folders.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { usage } from './failures.ts';
import { openStore } from './open-store.ts';

const HELP = `tapedeck doctor [--data DIR] [--json]

Prints versions, folders and settings, for a problem report. Keys are never shown, only whether they are there.

Example:
  tapedeck doctor
`;

const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `tapedeck doctor`: the environment of the program on this machine. Changes nothing. */
export async function doctorCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS }));
  if (typeof parsed === 'number') return parsed;
  const findings = await examine(io, parsed.values.data);
  const width = Math.max(...Object.keys(findings).map((name) => name.length)) + 2;
  const lines = Object.entries(findings).map(([name, value]) => `${name.padEnd(width)}${value}\n`);
  io.stdout(parsed.values.json === true ? `${JSON.stringify(findings)}\n` : lines.join(''));
  return EXIT.done;
}

async function examine(io: CommandIo, data: string | undefined): Promise<Record<string, string>> {
  const { userDir, dataDir } = workstationFolders(io, data);
  return {
    version: programVersion(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    electron: electronHere(io.env['ELECTRON_OVERRIDE_DIST_PATH']),
    display: hasDisplay(io.env) ? 'yes' : 'none',
    user_folder: presence(userDir),
    user_data: formatInWords(readFormat(userDir)),
    store: presence(dataDir),
    symbols: await symbolCount(io, data),
    calendar: calendarsInWords(),
    zone_data: zonesInWords(),
    feed_key: io.env['APCA_API_KEY_ID'] ? 'present in the environment' : 'none in the environment',
    renderer: presence(rendererFolder),
    engine: presence(engineEntry),
  };
}

/** `US_EQUITY 1990-01-01 to 2099-12-31, and 29 more groups, the first known until 2026-12-31 (XSHG)`. */
function calendarsInWords(): string {
  const calendars = EXCHANGE_GROUPS.flatMap((group) => {
    const calendar = calendarFor(group);
    return calendar.ok ? [calendar.value] : [];
  });
  const [own, ...others] = calendars;
  if (own === undefined) return 'none';
  const soonest = calendars.reduce((a, b) => (b.lastDay < a.lastDay ? b : a));
  const range = `${own.exchangeGroup} ${own.firstDay} to ${own.lastDay}`;
  return `${range}; ${others.length} more groups, the first of them until ${soonest.lastDay} (${soonest.exchangeGroup})`;
}

/** Whether this machine's zone data agree with those that the calendars were made with. */
function zonesInWords(): string {
  const differences = calendarZoneDifferences().map(
    ({ zone, from, platform, tzdata }) =>
      `${zone} from ${isoUtc(asEpochMs(from))}: ${platform} minutes east of UTC here, ${tzdata} in tzdata`,
  );
  const own = process.versions['tz'] ?? 'unknown version';
  return differences.length === 0
    ? `${own}, agrees with the calendars to 2029`
    : `${own}, DIFFERS: ${differences.join('; ')}`;
}

const presence = (place: string): string =>
  `${place}${isStoreAddress(place) || existsSync(place) ? '' : ' (not there yet)'}`;

function formatInWords(found: FoundFormat): string {
  if (found === 'empty') return 'none yet';
  const what = found === 'unmarked' ? 'format 0' : `format ${found.format}, written by ${found.written_by}`;
  return `${what} (this version: ${DATA_FORMAT})`;
}

const hasDisplay = (env: CommandIo['env']): boolean =>
  process.platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);

async function symbolCount(io: CommandIo, data: string | undefined): Promise<string> {
  const symbols = await openStore(data, io).store.symbols();
  return symbols.ok ? String(symbols.value.length) : `cannot be read: ${symbols.failure.message}`;
}

/** The origin and version of Electron: a package that was never started has no binary yet. */
function electronHere(override: string | undefined): string {
  const folder = override ?? path.join(programRoot, 'node_modules', 'electron', 'dist');
  const version = path.join(folder, 'version');
  if (!existsSync(version)) return `none at ${folder}`;
  return `${readFileSync(version, 'utf8').trim()} at ${folder}`;
}
