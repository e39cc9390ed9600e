import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Bounds } from './fit-to-displays.ts';

const side = z.int().min(-100_000).max(100_000);
const windowSchema = z.object({ x: side, y: side, width: side, height: side, maximized: z.boolean() });
/** An unreadable entry counts as absent; unknown entries are kept. */
const schema = z.looseObject({
  window: windowSchema.nullable().catch(null).default(null),
  charts_window: windowSchema.nullable().catch(null).default(null),
  updates_at_start: z.boolean().catch(false).default(false),
});

/** The window's place when it was closed. */
export interface WindowState extends Bounds {
  readonly maximized: boolean;
}

/** `settings.json` in the user's folder. */
export interface Settings {
  readonly window: WindowState | null;
  /** The place of the second window, with charts. */
  readonly charts_window: WindowState | null;
  /** Whether each start asks the site of the releases for a newer version. */
  readonly updates_at_start: boolean;
}

/** The settings of the desktop application; a missing or torn file counts as empty. */
export class SettingsFile {
  readonly #file: string;

  constructor(userDir: string) {
    this.#file = path.join(userDir, 'settings.json');
  }

  read(): Settings {
    const parsed = schema.safeParse(this.#content());
    return parsed.success ? parsed.data : schema.parse({});
  }

  /** Merges changes into the stored settings. Throws the errors of the file system. */
  update(changes: Partial<Settings>): void {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.new`, `${JSON.stringify({ ...this.read(), ...changes })}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }

  #content(): unknown {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8'));
    } catch {
      return {};
    }
  }
}
