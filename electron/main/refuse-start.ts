import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { App, Dialog } from 'electron';
import type { Failure } from '../../core/base/result.ts';

/**
 * Shows why the program does not start, on standard error and in a dialog, and exits with 1. Does not touch the user's
 * files.
 */
export function refuseStart(
  { app, dialog }: { readonly app: App; readonly dialog: Dialog },
  { message, hint = '' }: Failure,
): void {
  process.stderr.write(`tapedeck: ${message} ${hint}\n`);
  app.setPath('userData', mkdtempSync(path.join(os.tmpdir(), 'tapedeck-refused-')));
  const box = { type: 'error' as const, title: 'Tapedeck', message, detail: hint };
  void app
    .whenReady()
    .then(() => dialog.showMessageBox(box))
    .finally(() => app.exit(1));
}
