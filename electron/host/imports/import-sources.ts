import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { FilePort, OpenFile } from '../../../core/data-manager/file-port.ts';
import { fileSource, type ImportSource } from '../../../core/data-manager/importers/import-source.ts';
import { memoryFile } from '../../../core/data-manager/importers/memory-file.ts';
import { openZip } from '../../../core/data-manager/importers/zip-entry.ts';
import { readArrow } from './arrow-file.ts';
import { encodingOf, readStart, toUtf8 } from './decode-text.ts';
import { refuseForeign } from './foreign-format.ts';
import type { FoundSources, SourceOptions } from './found-sources.ts';
import { chosenTable, expandDatabase } from './table-sources.ts';
import { untar } from './tar.ts';
import { packingOf, unpack } from './unpack.ts';
import { readWorkbook } from './workbook.ts';

/** How deep files are packed in files: `archive.zip/AAPL.csv.gz`. */
const MOST_DEPTH = 3;

/**
 * The sources of bars in a file: the file itself; what it holds when it is packed (gzip, zstd, bzip2, xz, zip, tar); the
 * sheets of a workbook and the tables of a database as CSV; a text of another encoding in UTF-8.
 *
 * Fails with `damaged_file`, with `unsupported` for formats that are not read (with the line that converts them), and with
 * `bad_usage` where a table must be chosen.
 */
export const importSources = (
  files: FilePort,
  path: string,
  options: SourceOptions = {},
): Promise<Result<FoundSources>> => expand(fileSource(files, path), options, MOST_DEPTH);

const alone = (source: ImportSource): Result<FoundSources> => ok({ sources: [source], leftOut: [] });

/** The same for any source. */
export async function expand(
  source: ImportSource,
  options: SourceOptions,
  depth = MOST_DEPTH,
): Promise<Result<FoundSources>> {
  const opened = await source.open();
  if (!opened.ok) return opened;
  try {
    const start = await readStart(opened.value);
    if (!start.ok) return start;
    return await expandOpened(source, opened.value, start.value, { options, depth });
  } finally {
    await opened.value.close();
  }
}

interface Expanding {
  readonly options: SourceOptions;
  readonly depth: number;
}

async function expandOpened(
  source: ImportSource,
  file: OpenFile,
  start: Uint8Array,
  expanding: Expanding,
): Promise<Result<FoundSources>> {
  const text = Buffer.from(start.subarray(0, 512)).toString('latin1');
  const foreign = refuseForeign(start, source.path);
  if (foreign !== undefined) return foreign;
  const packing = packingOf(start);
  if (packing !== undefined) {
    const unpacked = {
      ...converted(source, packing, (bytes) => unpack(bytes, packing, source.path)),
      fileName: withoutPacking(source.fileName),
    };
    return expanding.depth === 0 ? alone(unpacked) : expand(unpacked, expanding.options, expanding.depth - 1);
  }
  if (text.startsWith('PK\u0003\u0004') || text.startsWith('PK\u0005\u0006'))
    return expandZip(source, file, expanding);
  if (text.slice(257, 262) === 'ustar') return expandTar(source, file, expanding);
  if (text.startsWith('SQLite format 3')) return expandDatabase(source, file, expanding.options);
  if (text.startsWith('ARROW1') || text.startsWith('\u00ff\u00ff\u00ff\u00ff'))
    return alone(converted(source, 'arrow', (bytes) => readArrow(bytes, source.path)));
  const encoding = text.startsWith('PAR1') ? undefined : encodingOf(start);
  return alone(
    encoding === undefined
      ? source
      : converted(source, encoding, (bytes) => Promise.resolve(ok(toUtf8(bytes, encoding)))),
  );
}

const withoutPacking = (name: string): string =>
  name.replace(/\.tgz$/i, '.tar').replace(/\.(gz|gzip|zst|zstd|bz2|xz)$/i, '');

/** A source whose bytes are made from those of another one each time it is opened; the last bytes made are kept. */
function converted(
  source: ImportSource,
  format: string,
  convert: (bytes: Uint8Array) => Promise<Result<Uint8Array>>,
): ImportSource {
  return {
    ...source,
    format: source.format === undefined ? format : `${source.format}, ${format}`,
    async open() {
      const kept = lastMade?.by === convert ? lastMade.bytes : undefined;
      if (kept !== undefined) return ok(memoryFile(kept, source.path));
      const bytes = await bytesOf(source);
      const made = bytes.ok ? await convert(bytes.value) : bytes;
      if (!made.ok) return made;
      lastMade = { by: convert, bytes: made.value };
      return ok(memoryFile(made.value, source.path));
    },
  };
}

/** A file is opened to be looked at and again to be read: its bytes are not made twice in a row. */
let lastMade: { readonly by: unknown; readonly bytes: Uint8Array } | undefined;

async function bytesOf(source: ImportSource): Promise<Result<Uint8Array>> {
  const opened = await source.open();
  if (!opened.ok) return opened;
  try {
    return await opened.value.read(0, opened.value.size);
  } finally {
    await opened.value.close();
  }
}

const NO_BARS =
  /(^|\/)(readme|license|licence|copying|changelog|metadata|manifest|checksums?|sha256sums|condition|symbology)[^/]*$|\.(md|pdf|html?|png|jpe?g|py|ipynb|r|xml|yaml|yml|ini|log|checksum|sha256|md5)$/i;

async function expandZip(
  source: ImportSource,
  file: OpenFile,
  expanding: Expanding,
): Promise<Result<FoundSources>> {
  const zip = await openZip(file, source.path);
  if (!zip.ok) return zip;
  const { names } = zip.value;
  if (names.includes('[Content_Types].xml')) {
    const bytes = await file.read(0, file.size);
    const sheets = bytes.ok ? await readWorkbook(bytes.value, source.path) : bytes;
    return sheets.ok ? chosenTable(source, sheets.value, 'xlsx', expanding.options) : sheets;
  }
  const wanted = names.filter((name) => !NO_BARS.test(name));
  const leftOut = names
    .filter((name) => NO_BARS.test(name))
    .map((name) => ({ path: `${source.path}/${name}`, reason: 'no file of bars, by its name' }));
  const [only] = wanted;
  if (only === undefined) return fail('bad_file', `${source.path} holds no file of bars.`);
  // The reader of texts opens a zip with one text: the zip's name may say more than the text's (LEAN).
  if (names.length === 1 && /\.(csv|txt|json)$/i.test(only))
    return expandLonely(source, only, zip.value, expanding);
  const found = await expandAll(
    wanted.map((name) => inside(source, name, () => readInZip(source, name))),
    expanding,
  );
  return found.ok
    ? ok({ sources: found.value.sources, leftOut: [...leftOut, ...found.value.leftOut] })
    : found;
}

/** One text in a zip: unpacked here when it is not UTF-8. */
async function expandLonely(
  source: ImportSource,
  name: string,
  zip: { read(name: string): Result<Uint8Array> },
  { options, depth }: Expanding,
): Promise<Result<FoundSources>> {
  const bytes = zip.read(name);
  if (!bytes.ok) return bytes;
  if (encodingOf(bytes.value.subarray(0, 64 * 1024)) === undefined) return alone(source);
  return expand(
    inside(source, name, () => readInZip(source, name)),
    options,
    depth - 1,
  );
}

async function readInZip(source: ImportSource, name: string): Promise<Result<Uint8Array>> {
  const opened = await source.open();
  if (!opened.ok) return opened;
  try {
    const zip = await openZip(opened.value, source.path);
    return zip.ok ? zip.value.read(name) : zip;
  } finally {
    await opened.value.close();
  }
}

/** A file within an archive. */
const inside = (
  archive: ImportSource,
  name: string,
  read: () => Promise<Result<Uint8Array>>,
): ImportSource => ({
  path: `${archive.path}/${name}`,
  fileName: name.split('/').at(-1) ?? name,
  async open() {
    const bytes = await read();
    return bytes.ok ? ok(memoryFile(bytes.value, `${archive.path}/${name}`)) : bytes;
  },
});

async function expandAll(
  sources: readonly ImportSource[],
  { options, depth }: Expanding,
): Promise<Result<FoundSources>> {
  const found: ImportSource[] = [];
  const leftOut: { readonly path: string; readonly reason: string }[] = [];
  for (const source of sources) {
    const expanded = depth === 0 ? alone(source) : await expand(source, options, depth - 1);
    if (!expanded.ok) return expanded;
    found.push(...expanded.value.sources);
    leftOut.push(...expanded.value.leftOut);
  }
  return ok({ sources: found, leftOut });
}

async function expandTar(
  source: ImportSource,
  file: OpenFile,
  expanding: Expanding,
): Promise<Result<FoundSources>> {
  const bytes = await file.read(0, file.size);
  if (!bytes.ok) return bytes;
  const entries = untar(bytes.value).filter(({ name }) => !NO_BARS.test(name));
  if (entries.length === 0) return fail('bad_file', `${source.path} holds no file of bars.`);
  return expandAll(
    entries.map((entry) => inside(source, entry.name, () => Promise.resolve(ok(entry.bytes)))),
    expanding,
  );
}
