import type { Ticker } from '../../base/epoch-ms.ts';
import { ok, type Result } from '../../base/result.ts';
import type { SymbolAvailability } from '../bar-store.ts';
import type { FilePort } from '../file-port.ts';
import { actionsFolder, actionsPath } from '../layout.ts';
import { readActions } from './actions-file.ts';
import { readInstruments } from './instruments-file.ts';

/** The store's facts of a symbol other than its bars, and a word that changes with them. */
export interface StoreFacts {
  readonly known: Pick<SymbolAvailability, 'actions' | 'instruments'>;
  readonly version: string;
}

type Instruments = ReturnType<typeof readInstruments>;

/** Reads the facts of a store's symbols. */
export class StoreFactsReader {
  readonly #files: FilePort;
  readonly #location: string;
  /** Of a store on another machine, where each attempt is a request: read once. */
  #instruments: Instruments | undefined;

  constructor(files: FilePort, location: string) {
    this.#files = files;
    this.#location = location;
  }

  async read(symbol: Ticker): Promise<Result<StoreFacts>> {
    const actions = await this.#readActions(symbol);
    if (!actions.ok) return actions;
    const instruments = await this.#readInstruments();
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

  /** Looks at the list of the folder first: it answers for all symbols at once. */
  async #readActions(symbol: Ticker): ReturnType<typeof readActions> {
    const listed = await this.#files.list(actionsFolder(this.#location));
    if (!listed.ok) return listed;
    const path = actionsPath(this.#location, symbol);
    const name = path.slice(path.lastIndexOf('/') + 1);
    return listed.value.some((entry) => entry.name === name)
      ? readActions(this.#files, this.#location, symbol)
      : ok(undefined);
  }

  #readInstruments(): Instruments {
    if (this.#files.readOnly === undefined) return readInstruments(this.#files, this.#location);
    this.#instruments ??= readInstruments(this.#files, this.#location);
    return this.#instruments;
  }
}
