/**
 * Generates the files that `npm pack` includes in addition to the build: the types of the package in dist/types (only
 * the declarations that its entries reach), and the licences of bundled code.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PARTS, root } from './build-parts.mjs';
import { thirdPartyLicences } from './licences.mjs';

const RELATIVE = /(\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)(['"])(\.{1,2}\/[^'"]+)\.ts\2/g;

/** Where the compiler puts the declarations of a source: each project of its own into a folder of its own. */
const declarationOf = (source) => {
  const project = source.startsWith('electron/contract/') ? 'electron/contract' : source.split('/')[0];
  return path.join(root, 'build', 'types', project, source.replace(/\.ts$/, '.d.ts'));
};

/** `Disposable` is younger than the library that most programs are compiled against. */
const DISPOSABLE = '/// <reference lib="esnext.disposable" />\n';

/** Compiles, then copies what is reached; imports name the `.js` that stands for each declaration. */
export function buildTypes() {
  execFileSync(process.execPath, [path.join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'], {
    cwd: root,
    stdio: 'inherit',
  });
  const library = PARTS.find(({ name }) => name === 'library');
  const types = path.join(root, 'dist', 'types');
  rmSync(types, { recursive: true, force: true });
  const waiting = Object.values(library.entries);
  const seen = new Set(waiting);
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    const text = readFileSync(declarationOf(source), 'utf8');
    for (const [, , , wanted] of text.matchAll(RELATIVE)) {
      const target = path.posix.join(path.posix.dirname(source), `${wanted}.ts`);
      if (seen.has(target)) continue;
      seen.add(target);
      waiting.push(target);
    }
    const file = path.join(types, source.replace(/\.ts$/, '.d.ts'));
    mkdirSync(path.dirname(file), { recursive: true });
    const head = source === library.entry ? DISPOSABLE : '';
    writeFileSync(file, head + text.replaceAll(RELATIVE, '$1$2$3.js$2'));
  }
  writeFileSync(path.join(root, 'dist', 'THIRD-PARTY-LICENCES.txt'), thirdPartyLicences());
  return seen.size;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stderr.write(`${buildTypes()} declarations of the package\n`);
}
