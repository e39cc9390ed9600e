import { fail, ok, type Result } from '../../../core/base/result.ts';
import { linesOf, type Cell } from './table-text.ts';

/** A table of a file that may hold several: its name, and its rows as CSV. */
export interface NamedTable {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The sheets of an Excel workbook that hold more than a title, as CSV. */
export async function readWorkbook(bytes: Uint8Array, path: string): Promise<Result<readonly NamedTable[]>> {
  try {
    const { default: readXlsx } = await import('read-excel-file/universal');
    const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const sheets = await readXlsx(copy);
    return ok(
      sheets
        .filter(({ data }) => data.length > 1)
        .map(({ sheet, data }) => ({
          name: sheet,
          bytes: linesOf(undefined, data as unknown as readonly (readonly Cell[])[]),
        })),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      'damaged_file',
      `${path} cannot be read as a workbook: ${reason}.`,
      'Save it again, or as CSV.',
    );
  }
}
