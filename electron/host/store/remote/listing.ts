import { fail, ok, type Result } from '../../../../core/base/result.ts';
import type { FolderEntry } from '../../../../core/data-manager/file-port.ts';
import { INDEX_PATH, parseStoreIndex } from '../store-index.ts';
import { answered, bodyText } from './answered.ts';
import { unreachable } from './http-client.ts';
import type { RemoteSource } from './remote-source.ts';
import { listKeys } from './s3-keys.ts';

/** Entries by folder; both by their paths from the store's address, an entry with whether it is a folder itself. */
type Tree = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

interface Look {
  /** The folder that was listed with everything below it. */
  readonly root: string;
  readonly atMs: number;
  readonly tree: Promise<Result<Tree>>;
}

/** Reads the paths of all files below a folder. */
interface Reading {
  readonly root: string;
  readonly read: () => Promise<Result<readonly string[]>>;
}

/** The content of a remote store's folders; a listing is trusted for `trustMs`. */
export class RemoteListing {
  readonly #readingOf: (folder: string) => Reading;
  readonly #trustMs: number;
  readonly #looks = new Map<string, Look>();

  private constructor(readingOf: (folder: string) => Reading, trustMs: number) {
    this.#readingOf = readingOf;
    this.#trustMs = trustMs;
  }

  /** A web server lists nothing: the store's index does. */
  static ofIndex(source: RemoteSource, trustMs: number): RemoteListing {
    const reading = { root: '', read: () => readIndex(source) };
    return new RemoteListing(() => reading, trustMs);
  }

  /** A bucket is asked for a folder with everything below it: the symbols of an interval come with their months. */
  static ofBucket(source: RemoteSource, keyPrefix: string, trustMs: number): RemoteListing {
    const read = async (folder: string): Promise<Result<readonly string[]>> => {
      const keys = await listKeys(source, `${keyPrefix}${folder}/`);
      return keys.ok ? ok(keys.value.map((key) => `${folder}/${key}`)) : keys;
    };
    return new RemoteListing((folder) => ({ root: folder, read: () => read(folder) }), trustMs);
  }

  /** The entries of a folder, named from the store's address; none where there is no such folder. */
  async entries(folder: string): Promise<Result<readonly FolderEntry[]>> {
    const look = this.#fresh(folder) ?? this.#lookAt(this.#readingOf(folder));
    const tree = await look.tree;
    if (!tree.ok) {
      this.#looks.delete(look.root); // asked again the next time
      return tree;
    }
    return ok([...(tree.value.get(folder) ?? [])].map(([name, isFolder]) => ({ name, isFolder })));
  }

  /** The cached listing of the folder, or of one above it. */
  #fresh(folder: string): Look | undefined {
    for (let root = folder; ; root = root.slice(0, Math.max(0, root.lastIndexOf('/')))) {
      const look = this.#looks.get(root);
      if (look !== undefined && performance.now() - look.atMs < this.#trustMs) return look;
      if (root === '') return undefined;
    }
  }

  #lookAt({ root, read }: Reading): Look {
    const tree = read().then((paths) => (paths.ok ? ok(treeOf(paths.value)) : paths));
    const look = { root, atMs: performance.now(), tree };
    this.#looks.set(root, look);
    return look;
  }
}

function treeOf(paths: readonly string[]): Tree {
  const tree = new Map<string, Map<string, boolean>>();
  for (const path of paths) {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const parent = path.slice(0, Math.max(0, path.lastIndexOf('/', end - 1)));
      const entries = tree.get(parent) ?? new Map<string, boolean>();
      const name = path.slice(parent === '' ? 0 : parent.length + 1, end);
      const isKnown = entries.has(name);
      entries.set(name, end < path.length);
      tree.set(parent, entries);
      if (isKnown) break; // and so are the folders above
    }
  }
  return tree;
}

/** 100,000 months take 2 MB. */
const MOST_INDEX_BYTES = 64 * 1024 * 1024;

async function readIndex(source: RemoteSource): Promise<Result<readonly string[]>> {
  const shown = `${source.shown}/${INDEX_PATH}`;
  const got = await source.get(INDEX_PATH, { mostBytes: MOST_INDEX_BYTES });
  const answer = answered({ ...source, shown }, got, [200]);
  if (!answer.ok) {
    if (answer.failure.code !== 'missing_file') return answer;
    return fail('missing_file', `${answer.failure.message} It names the files of the store.`, INDEX_HINT);
  }
  const index = parseStoreIndex(bodyText(answer.value));
  if (index === undefined) return unreachable(shown, 'it is not an index of a bar store', INDEX_HINT);
  return ok(
    Object.entries(index.folders).flatMap(([folder, names]) => names.map((name) => `bars/${folder}/${name}`)),
  );
}

const INDEX_HINT =
  'Write it where the files are served from: tapedeck data index --data FOLDER, and again after each import.';
