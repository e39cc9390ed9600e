/**
 * Puts the packages of other platforms back into package-lock.json. npm leaves an optional package out when the registry
 * it asked does not carry that version, and `npm ci` then refuses the lock file on every platform.
 * Run after a change of dependencies: `node scripts/complete-lockfile.mjs`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './build-parts.mjs';

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/** The parts of a platform package's name: `@scope/binding-linux-arm64-musl`; null for any other name. */
function platformOf(name) {
  const words = name.split(/[-/]/);
  const system = SYSTEMS.find((word) => words.includes(word));
  const processor = PROCESSORS.find((word) => words.includes(word));
  if (system === undefined || processor === undefined) return null;
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined;
  return { system, processor, libc: system === 'linux' ? libc : undefined };
}

/** Keys in npm's own order, so that npm does not change the file. */
function entryOf(version, dev, { system, processor, libc }) {
  return {
    version,
    cpu: [processor],
    ...(dev && { dev }),
    ...(libc && { libc }),
    optional: true,
    os: [system],
  };
}

const file = path.join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
let added = 0;
for (const owner of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    const platform = platformOf(name);
    if (lock.packages[place] !== undefined || platform === null || !/^\d/.test(version)) continue;
    lock.packages[place] = entryOf(version, owner.dev, platform);
    added += 1;
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(sorted);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages of other platforms added to package-lock.json`);
