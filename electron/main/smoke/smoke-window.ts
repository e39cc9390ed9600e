import { writeFileSync } from 'node:fs';
import type { BrowserWindow } from 'electron';
import { runSmoke } from './run-smoke.ts';

/** Tries the program in its hidden window and writes the report as JSON; returns the exit code, 0 or 1. */
export async function smokeWindow(
  window: BrowserWindow,
  about: Readonly<Record<string, string>>,
  reportFile: string | null,
): Promise<number> {
  const report = await runSmoke({
    evaluate: (script) => window.webContents.executeJavaScript(script),
    wait: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
    nowMs: () => Math.round(performance.now()),
  });
  const text = `${JSON.stringify({ ...about, ...report }, null, 2)}\n`;
  if (reportFile === null) process.stdout.write(text);
  else writeFileSync(reportFile, text);
  return report.ok ? 0 : 1;
}
