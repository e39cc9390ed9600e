#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (place) => fileURLToPath(new URL(place, import.meta.url));

/** In a checkout the program is built from its sources when they are newer; an installed package has no build script. */
async function buildIfStale() {
  if (!existsSync(here('../scripts/build.mjs'))) return;
  const { build } = await import('../scripts/build.mjs');
  const names = process.argv[2] === 'serve' ? ['cli', 'reading', 'engine', 'renderer'] : ['cli', 'reading'];
  await build({ names, ifStale: true });
}

try {
  await buildIfStale();
  createRequire(import.meta.url)(here('../dist/cli/cli.cjs'));
} catch (error) {
  process.stderr.write(`tapedeck cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
