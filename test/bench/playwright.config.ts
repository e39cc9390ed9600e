import { defineConfig } from '@playwright/test';

/** `npm run bench:window`: figures, not verdicts. One workstation at a time. */
export default defineConfig({
  testDir: '.',
  globalSetup: '../e2e/build-first.ts',
  outputDir: '../../test-results/bench',
  timeout: 15 * 60_000,
  workers: 1,
  reporter: 'line',
  projects: [{ name: 'chromium' }, { name: 'electron' }],
});
