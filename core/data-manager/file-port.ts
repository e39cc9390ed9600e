import type { Failure, Result } from '../base/result.ts';

/** A file opened for reading: it keeps the same content, even when another file is renamed over its path. */
export interface OpenFile {
  readonly size: number;
  /** Differs when the content differs: the time of the last change, or a server's name for it. */
  readonly version: string;
  /**
   * The bytes `[from, to)`. Fails with `damaged_file` when the file ends before `to`, with `changed_file` when another
   * file has replaced it and the opened content is lost.
   */
  read(from: number, to: number): Promise<Result<Uint8Array>>;
  close(): Promise<void>;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Held by one process at a time; the holder may write below the locked path. */
export interface FileLock {
  release(): Promise<void>;
}

/**
 * The file system, as far as the data manager needs it; paths are joined with `/`.
 *
 * Nothing throws. Failures: `missing_file` (does not exist), `damaged_file` (exists, but the system cannot read it),
 * `unreachable` (unknown, because the server does not answer), `not_writable` (read-only, full, forbidden or locked by
 * another process). Every message names the path.
 */
export interface FilePort {
  /** Why nothing can be written; absent where it can. */
  readonly readOnly?: Failure;
  open(path: string): Promise<Result<OpenFile>>;
  /** Entries of a folder in no order; none for a missing folder. */
  list(folder: string): Promise<Result<readonly FolderEntry[]>>;
  /** Writes a new file, creates its folders, and flushes it to the disk. */
  writeNew(path: string, bytes: Uint8Array): Promise<Result<void>>;
  /** Replaces `to` with `from` in one step: a reader sees the old file or the new one, never a part. */
  replace(from: string, to: string): Promise<Result<void>>;
  /** Removing a missing file is not a failure. */
  remove(path: string): Promise<Result<void>>;
  /**
   * Waits a while for another writer to finish; takes over the lock of one that died. Creates the folders above `path`.
   */
  lock(path: string): Promise<Result<FileLock>>;
  /** A word that is unique among current writers on this machine, for names of temporary files. */
  uniqueName(): string;
}
