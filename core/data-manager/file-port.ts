import type { Failure, Result } from '../base/result.ts';

/** A file opened for reading: it keeps showing the same content, also when another one is renamed over its path. */
export interface OpenFile {
  readonly size: number;
  /** Another one whenever the content is another: the time of the last change, or what a server calls it. */
  readonly version: string;
  /**
   * The bytes `[from, to)`. Fails with `damaged_file` when the file ends before `to`, with `changed_file` when another
   * one stands there by now and the content that was opened is lost.
   */
  read(from: number, to: number): Promise<Result<Uint8Array>>;
  close(): Promise<void>;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Held by one process at a time; whoever holds it may write under the path it was taken for. */
export interface FileLock {
  release(): Promise<void>;
}

/**
 * The file system, as far as the data manager needs it; paths are joined with `/`.
 *
 * Nothing throws. Failures: `missing_file` (nothing there), `damaged_file` (there, but the system cannot read it),
 * `unreachable` (nobody can say: the server does not answer), `not_writable` (read-only, full, forbidden or locked by
 * another process). Every message names the path.
 */
export interface FilePort {
  /** Why nothing can be written; absent where it can. */
  readonly readOnly?: Failure;
  open(path: string): Promise<Result<OpenFile>>;
  /** Entries of a folder in no order; none where there is no such folder. */
  list(folder: string): Promise<Result<readonly FolderEntry[]>>;
  /** Writes a file that is not there yet, with the folders above it, and flushes it to the disk. */
  writeNew(path: string, bytes: Uint8Array): Promise<Result<void>>;
  /** Puts `from` in the place of `to` in one step: a reader sees the old file or the new one, never a part. */
  replace(from: string, to: string): Promise<Result<void>>;
  /** Removing what is not there is no failure. */
  remove(path: string): Promise<Result<void>>;
  /** Waits a while for another writer to finish; takes over from one that died. Creates the folders above `path`. */
  lock(path: string): Promise<Result<FileLock>>;
  /** A word that no other writer on this machine uses at the same time, for names of temporary files. */
  uniqueName(): string;
}
