import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { root } from './build-parts.mjs';

/** Bundles a TypeScript program of the project and runs it with the arguments that follow; answers its exit code. */
const [entry, ...words] = process.argv.slice(2);
const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-program-'));
try {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: path.resolve(root, entry),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: 'program.mjs' } },
    },
  });
  const program = spawnSync(process.execPath, [path.join(folder, 'program.mjs'), ...words], {
    stdio: 'inherit',
  });
  process.exitCode = program.status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
