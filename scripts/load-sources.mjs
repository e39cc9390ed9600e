/** Sources of the project in TypeScript, for scripts: bundled for this Node into a folder of the caller's. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { root } from './build-parts.mjs';

/** Bundles a program; answers the file to run. */
export async function bundleProgram(entry, folder) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'program.mjs' } },
    },
  });
  return path.join(folder, 'program.mjs');
}

/** The exports of the modules, merged; their paths count from the root. */
export async function loadSources(modules, folder) {
  const entry = path.join(folder, 'entry.js');
  const lines = modules.map((name) => `export * from ${JSON.stringify(path.join(root, name))};`);
  writeFileSync(entry, lines.join('\n'));
  return import(pathToFileURL(await bundleProgram(entry, folder)).href);
}
