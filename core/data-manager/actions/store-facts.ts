import type { Ticker } from '../../base/epoch-ms.ts';
import { ok, type Result } from '../../base/result.ts';
import type { SymbolAvailability } from '../bar-store.ts';
import type { FilePort } from '../file-port.ts';
import { actionsFolder, actionsPath } from '../layout.ts';
import { readActions } from './actions-file.ts';
import { INSTRUMENTS_NAME, readInstruments } from './instruments-file.ts';

/** The store's facts of a symbol other than its bars, and a word that changes with them. */
export interface StoreFacts {
  readonly known: Pick<SymbolAvailability, 'actions' | 'instruments'>;
  readonly version: string;
}

const NOTHING: StoreFacts = { known: {}, version: '' };

/** Looks at the list of a folder before it opens a file: most stores have neither, and on a server each try is a request. */
export async function readStoreFacts(
  files: FilePort,
  location: string,
  symbol: Ticker,
): Promise<Result<StoreFacts>> {
  const root = await files.list(location);
  if (!root.ok) return ok(NOTHING);
  const has = (name: string): boolean => root.value.some((entry) => entry.name === name);
  const actions = has(nameOf(actionsFolder(location)))
    ? await readListed(files, location, symbol)
    : ok(undefined);
  if (!actions.ok) return actions;
  const instruments = has(INSTRUMENTS_NAME) ? await readInstruments(files, location) : ok(undefined);
  if (!instruments.ok) return instruments;
  return ok({
    known: {
      ...(actions.value === undefined ? {} : { actions: actions.value.actions }),
      ...(instruments.value === undefined ? {} : { instruments: instruments.value.table }),
    },
    version: [actions.value?.version, instruments.value?.version]
      .filter((each) => each !== undefined)
      .join(' '),
  });
}

async function readListed(files: FilePort, location: string, symbol: Ticker): ReturnType<typeof readActions> {
  const listed = await files.list(actionsFolder(location));
  if (!listed.ok) return listed;
  const name = nameOf(actionsPath(location, symbol));
  return listed.value.some((entry) => entry.name === name)
    ? readActions(files, location, symbol)
    : ok(undefined);
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
