import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from '@playwright/test';

export const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** A workstation that a test has to itself. */
export interface Workstation {
  readonly page: Page;
  /** The desktop application around the page; null in the browser. */
  readonly app: ElectronApplication | null;
  /** Ends it as its user would, and answers how it ended. */
  close(): Promise<number | null>;
}

/** Where a workstation finds its bars and keeps what is the user's. */
export interface Folders {
  readonly dataDir: string;
  readonly userDir: string;
}

/** What a workstation opens with is not on this machine. */
export class CannotOpen extends Error {}
