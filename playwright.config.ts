import { defineConfig } from '@playwright/test';

/** The workstation as its user sees it: the same specs in a browser over `tapedeck serve` and in Electron. */
export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/e2e/build-first.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  snapshotPathTemplate: '{testDir}/screens/{arg}{ext}',
  expect: { timeout: 15_000 },
  // Each test starts a workstation of its own, on ports and folders of its own.
  workers: 2,
  retries: 2,
  forbidOnly: process.env['CI'] === 'true',
  reporter: 'list',
  projects: [
    { name: 'chromium', testIgnore: '**/*.electron.spec.ts' },
    { name: 'electron', testIgnore: '**/*.chromium.spec.ts' },
  ],
});
