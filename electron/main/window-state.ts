import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Bounds } from './fit-to-displays.ts';

const side = z.int().min(-100_000).max(100_000);
const schema = z.object({ x: side, y: side, width: side, height: side, maximized: z.boolean() });

/** Where the window was when it was closed. */
export interface WindowState extends Bounds {
  readonly maximized: boolean;
}

/** The remembered state; null when there is none or the file is not readable as one: the window then opens as at first. */
export function readWindowState(file: string): WindowState | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Throws what the file system throws. */
export function writeWindowState(file: string, state: WindowState): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(state)}\n`);
  renameSync(`${file}.new`, file);
}
