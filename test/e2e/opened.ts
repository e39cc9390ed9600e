import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from '@playwright/test';

export const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** The program as built before the first test: nothing is built while tests run. */
export const program = path.join(checkout, 'dist', 'cli', 'cli.cjs');

/** One event of Chromium's trace; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  /** `X`: complete, with a duration. */
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Processor time of the thread: without the time of other programs. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The tasks of every thread, what was done in them, and the threads' names. */
export const TRACE_CATEGORIES = [
  'toplevel',
  '__metadata',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
];

/** A workstation that a test has to itself. */
export interface Workstation {
  readonly page: Page;
  /** The desktop application around the page; null in the browser. */
  readonly app: ElectronApplication | null;
  /** The page's errors so far; a test that provokes an error empties the list. */
  readonly errors: string[];
  /** Records what the page's thread does until `stopTrace`, which answers the events. */
  startTrace(): Promise<void>;
  stopTrace(): Promise<readonly TraceEvent[]>;
  /** Ends it as a power cut would: nothing is closed, nothing is written any more. */
  crash(): Promise<void>;
  /** Ends it as its user would, and answers how it ended. */
  close(): Promise<number | null>;
}

/** Where a workstation finds its bars and keeps what is the user's. */
export interface Folders {
  readonly dataDir: string;
  readonly userDir: string;
}

/** The program that a workstation opens with is not on this machine. */
export class CannotOpen extends Error {}

/** Gathers what a page reports as an error. */
export function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}
