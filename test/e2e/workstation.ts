import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { test as base, type Page, type TestInfo } from '@playwright/test';
import { openInChromium } from './open-in-chromium.ts';
import { openInElectron } from './open-in-electron.ts';
import { CannotOpen, checkout, program, type Folders, type Workstation } from './opened.ts';

interface PerTest {
  readonly workstation: Workstation;
  /** Starts it again, after a crash, for the same user. */
  readonly openAgain: () => Promise<Workstation>;
  /** The user's folder: deleted after the test. */
  readonly userDir: string;
  /** The bar store. */
  readonly dataDir: string;
  /** True for a store with the sample in it; false for the empty one of a first start. */
  readonly withSample: boolean;
}

export const test = base.extend<PerTest, { readonly sampleStore: string }>({
  withSample: [true, { option: true }],

  sampleStore: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures this one needs
    async ({}, use) => {
      const folder = await temporaryFolder();
      await promisify(execFile)(process.execPath, [program, 'sample', '--data', folder], { cwd: checkout });
      await use(folder);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],

  // oxlint-disable-next-line no-empty-pattern -- as above
  userDir: async ({}, use) => {
    const folder = await temporaryFolder();
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },

  dataDir: ({ sampleStore, withSample, userDir }, use) =>
    use(withSample ? sampleStore : path.join(userDir, 'data')),

  workstation: async ({ userDir, dataDir }, use, testInfo) => {
    const workstation = await open(testInfo, { dataDir, userDir });
    await use(workstation);
    if (testInfo.status !== testInfo.expectedStatus)
      await keepScreen(workstation.page, testInfo, 'at-failure');
    await workstation.close();
    base.expect(workstation.errors, 'errors of the page').toEqual([]);
  },

  openAgain: async ({ userDir, dataDir }, use, testInfo) => {
    const opened: Workstation[] = [];
    await use(async () => {
      const workstation = await open(testInfo, { dataDir, userDir });
      opened.push(workstation);
      return workstation;
    });
    for (const workstation of opened) {
      if (testInfo.status !== testInfo.expectedStatus)
        await keepScreen(workstation.page, testInfo, 'again-at-failure');
      await workstation.close();
      base.expect(workstation.errors, 'errors of the page').toEqual([]);
    }
  },
});

export { expect } from '@playwright/test';

const temporaryFolder = (): Promise<string> => mkdtemp(path.join(os.tmpdir(), 'tapedeck-e2e-'));

/** On a build machine a missing browser or Electron is a failure; elsewhere a reason to skip. */
async function open(testInfo: TestInfo, folders: Folders): Promise<Workstation> {
  try {
    return testInfo.project.name === 'electron'
      ? await openInElectron(folders)
      : await openInChromium(folders);
  } catch (error) {
    if (!(error instanceof CannotOpen) || process.env['CI'] === 'true') throw error;
    testInfo.skip(true, error.message);
    throw error;
  }
}

/** Puts a picture of the page beside the results, for people to look at. */
export async function keepScreen(page: Page, testInfo: TestInfo, name: string): Promise<void> {
  await page.screenshot({ path: testInfo.outputPath(`${name}.png`) }).catch(() => undefined);
}
