import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './build-parts.mjs';
import { bundleProgram } from './load-sources.mjs';

/** Bundles a TypeScript program of the project and runs it with the arguments that follow; answers its exit code. */
const [entry, ...words] = process.argv.slice(2);
const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-program-'));
try {
  const bundle = await bundleProgram(path.resolve(root, entry), folder);
  const program = spawnSync(process.execPath, [bundle, ...words], {
    stdio: 'inherit',
  });
  process.exitCode = program.status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
