import { strFromU8, strToU8 } from 'fflate';
import type { BaseInterval } from '../../../base/interval.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { OpenFile } from '../../file-port.ts';
import type { Stamp } from '../proposal.ts';
import { findTable } from './find-table.ts';

/** A JSON document of bars, written as lines of text. */
export interface JsonRows {
  readonly bytes: Uint8Array;
  readonly symbol?: string;
  readonly interval?: BaseInterval;
  /** Zone of times that carry none. */
  readonly zone?: string;
  readonly stamp?: Stamp;
}

/** A document is parsed as a whole. */
const MOST_BYTES = 400 * 1024 * 1024;

/**
 * Bars in a JSON document of any of the shapes that `findTable` knows, or one document a line. Numbers keep every digit.
 *
 * Fails with `bad_file` where there is no JSON or no list of rows in it.
 */
export async function readJsonRows(file: OpenFile, path: string): Promise<Result<JsonRows>> {
  if (file.size > MOST_BYTES)
    return fail('unsupported', `${path} is too large a JSON document.`, 'Import it as CSV.');
  const read = await file.read(0, file.size);
  if (!read.ok) return read;
  const document = parse(strFromU8(read.value));
  if (document === undefined) return fail('bad_file', `${path} is no complete JSON document.`);
  const table = findTable(document);
  if (table === undefined) {
    return fail(
      'bad_file',
      `${path} holds no list of bars.`,
      'Expected a list of objects, of rows, or columns of one length; docs/data.md has the shapes.',
    );
  }
  const { names, rows, ...said } = table;
  const header = names === undefined ? [] : [names.map(field).join(',')];
  const lines = [...header, ...rows.map((row) => row.map(field).join(','))];
  return ok({ bytes: strToU8(`${lines.join('\n')}\n`), ...said });
}

function parse(text: string): unknown {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return JSON.parse(plain);
  } catch {
    return parseLines(plain);
  }
}

/** One document a line; undefined where a line is not a document. */
function parseLines(text: string): unknown {
  try {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    const documents = lines.map((line): unknown => JSON.parse(line));
    return documents.length > 1 ? documents : undefined;
  } catch {
    return undefined;
  }
}

/** A value as a field of a line; characters that could break the line are left out. */
function field(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.replaceAll(/[",\r\n]/g, ' ') : '';
}
