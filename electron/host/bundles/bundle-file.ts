import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { writeReason } from '../store/file-failures.ts';
import { RUN_FILES, writeWhole } from '../runs/run-files.ts';

/** The bundle's metadata, in `manifest.json` of the zip. */
export interface BundleManifest {
  readonly format: number;
  readonly session: string;
  readonly engine_version: string;
  readonly rules: number;
  /** SHA-256 of the bars that the run saw; null where they could not be read when the bundle was made. */
  readonly fingerprint: string | null;
  /** Whether the bars themselves are in the bundle, under `bars/`. */
  readonly with_bars: boolean;
  /** SHA-256 of each file, by its path in the bundle. */
  readonly files: Readonly<Record<string, string>>;
}

/** A bundle in memory: each file matches its hash. */
export interface Bundle {
  readonly manifest: BundleManifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const BUNDLE_FORMAT = 1;
const MANIFEST = 'manifest.json';
const MAX_BYTES = 1024 * 1024 * 1024;
const MAX_FILES = 10_000;

/** Paths that a bundle may hold: files of a run folder, exports, notes, and bars. No path leads out of the folder. */
const ALLOWED =
  /^(?:[a-z][a-z0-9-]*\.(?:json|jsonl|csv|html)|exports\/[\w.-]+|notes\/[\w.-]+|bars\/[\w=./-]+\.parquet)$/;

const manifestSchema = z.object({
  format: z.number().int(),
  session: z.string(),
  engine_version: z.string(),
  rules: z.number().int(),
  fingerprint: z.string().nullable(),
  with_bars: z.boolean(),
  files: z.record(z.string(), z.string()),
});

/** Files of a run folder that a bundle includes: all but locks, positions, and tables that exist as CSV too. */
export function runFilesIn(folder: string): ReadonlyMap<string, Uint8Array> {
  const left = new Set<string>([RUN_FILES.lock, RUN_FILES.position, RUN_FILES.settled]);
  const files = new Map<string, Uint8Array>();
  const take = (name: string): void => {
    const place = path.join(folder, name);
    if (lstatSync(place).isFile() && isAllowed(name) && !left.has(name)) files.set(name, readFileSync(place));
  };
  for (const name of readdirSync(folder).sort()) {
    const isFolder = statSync(path.join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true;
    if (!isFolder) take(name);
    else if (name === 'exports' || name === 'notes')
      for (const inner of readdirSync(path.join(folder, name)).sort()) take(`${name}/${inner}`);
  }
  return files;
}

const isAllowed = (name: string): boolean => ALLOWED.test(name) && !name.split('/').includes('..');

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Writes a bundle; the same content gives the same bytes. Fails with `not_writable`. */
export function writeBundle(
  file: string,
  about: Omit<BundleManifest, 'format' | 'files'>,
  files: ReadonlyMap<string, Uint8Array>,
): Result<{ readonly bytes: number }> {
  const hashes = Object.fromEntries([...files].map(([name, bytes]) => [name, hashOf(bytes)]));
  const manifest: BundleManifest = { format: BUNDLE_FORMAT, ...about, files: hashes };
  const entries: Zippable = {
    [MANIFEST]: [strToU8(`${JSON.stringify(manifest, null, 2)}\n`), { mtime: EPOCH }],
  };
  for (const [name, bytes] of files)
    entries[name] = [bytes, { mtime: EPOCH, level: name.endsWith('.parquet') ? 0 : 9 }];
  const packed = zipSync(entries);
  try {
    writeWhole(file, packed);
    return ok({ bytes: packed.length });
  } catch (error) {
    return fail('not_writable', `${file} cannot be written: ${writeReason(error)}.`);
  }
}

/** The first day that a zip can name: a bundle holds no time of its making. */
const EPOCH = '1980-01-01T00:00:00';

/**
 * Reads a bundle and checks each file against its hash. Fails with `bad_file` for anything that is no bundle, and with
 * `damaged_file` naming the file that was changed, is missing or does not belong.
 */
export function readBundle(file: string): Result<Bundle> {
  let packed: Uint8Array;
  try {
    if (!statSync(file).isFile()) return fail('bad_file', `${file} is no file.`);
    if (statSync(file).size > MAX_BYTES) return fail('bad_file', `${file} is larger than a bundle may be.`);
    packed = readFileSync(file);
  } catch {
    return fail('missing_file', `${file} cannot be read.`);
  }
  const files = unpack(packed);
  if (files === undefined) return fail('bad_file', `${file} is no bundle of a run.`);
  const manifest = manifestSchema.safeParse(jsonOf(files.get(MANIFEST)));
  if (!manifest.success)
    return fail('bad_file', `${file} is no bundle of a run: its manifest cannot be read.`);
  files.delete(MANIFEST);
  if (manifest.data.format > BUNDLE_FORMAT)
    return fail(
      'unsupported',
      `${file} was made by a newer Tapedeck (bundle format ${manifest.data.format}).`,
      'Install the newer version to open it.',
    );
  const wrong = firstChanged(manifest.data, files);
  return wrong === undefined
    ? ok({ manifest: manifest.data, files })
    : fail('damaged_file', `${file}: ${wrong}`);
}

function firstChanged(
  { files: hashes }: BundleManifest,
  files: ReadonlyMap<string, Uint8Array>,
): string | undefined {
  for (const [name, hash] of Object.entries(hashes)) {
    const bytes = files.get(name);
    if (bytes === undefined) return `${name} is missing.`;
    if (hashOf(bytes) !== hash) return `${name} was changed after the bundle was made.`;
  }
  const stranger = [...files.keys()].find((name) => !(name in hashes));
  return stranger === undefined ? undefined : `${stranger} does not belong to it.`;
}

/**
 * The files of a zip; undefined for any other file, for a forbidden path, and for one that unpacks to more than a
 * bundle may.
 */
function unpack(packed: Uint8Array): Map<string, Uint8Array> | undefined {
  let bytes = 0;
  let count = 0;
  let forbidden = false;
  try {
    const files = unzipSync(packed, {
      filter({ name, originalSize }) {
        bytes += originalSize;
        count++;
        forbidden ||= (name !== MANIFEST && !isAllowed(name)) || bytes > MAX_BYTES || count > MAX_FILES;
        return !forbidden;
      },
    });
    return forbidden ? undefined : new Map(Object.entries(files));
  } catch {
    return undefined;
  }
}

/** Writes the files of a bundle into a folder, which is made. Fails with `not_writable`. */
export function unpackBundle({ files }: Bundle, folder: string): Result<void> {
  try {
    for (const [name, bytes] of files) {
      const place = path.join(folder, name);
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, bytes);
    }
    return ok(undefined);
  } catch (error) {
    return fail('not_writable', `${folder} cannot be written: ${writeReason(error)}.`);
  }
}

/** Whether a file begins like a zip: a session config of the same ending begins with a brace. */
export function isBundle(file: string): boolean {
  try {
    return statSync(file).isFile() && readFileSync(file).subarray(0, 2).toString('latin1') === 'PK';
  } catch {
    return false;
  }
}

function jsonOf(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes === undefined ? undefined : (JSON.parse(strFromU8(bytes)) as unknown);
  } catch {
    return undefined;
  }
}
