import type { Result } from '../../base/result.ts';
import type { FilePort, OpenFile } from '../file-port.ts';

/** A file to import from. It is opened once to propose and a second time to run. */
export interface ImportSource {
  readonly path: string;
  /** The last part of the path, which may name the symbol. */
  readonly fileName: string;
  /** Its format before it was unpacked or converted into the text that is read: `gzip`, `xlsx`. */
  readonly format?: string;
  open(): Promise<Result<OpenFile>>;
  /** Another file of where this one comes from, by its path; absent where a file comes alone. */
  beside?(path: string): ImportSource;
}

export const fileSource = (files: FilePort, path: string): ImportSource => ({
  path,
  fileName: path.split(/[/\\]/).pop() ?? path,
  open: () => files.open(path),
  beside: (other) => fileSource(files, other),
});
