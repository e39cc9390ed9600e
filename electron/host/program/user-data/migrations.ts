import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One step up; `MIGRATIONS[0]` takes format 0 to 1. Runs again after a crash, on a half-finished result. */
type Migration = (userDir: string) => void;

/** The place of the window, once a file of its own, is now part of the settings. */
const windowIntoSettings: Migration = (userDir) => {
  const [old, settings] = ['window.json', 'settings.json'].map((name) => path.join(userDir, name)) as [
    string,
    string,
  ];
  if (!existsSync(old)) return;
  if (!existsSync(settings)) writeFileSync(settings, `{"window":${readFileSync(old, 'utf8').trim()}}\n`);
  rmSync(old);
};

export const MIGRATIONS: readonly Migration[] = [windowIntoSettings];
