/** The licences of everything that a package of the program carries. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { distOf, LICENCES, PARTS, root } from './build-parts.mjs';

/** The packages that the bundler put into the bundles. */
function bundled() {
  return PARTS.flatMap((part) => {
    const file = path.join(distOf(part), LICENCES.fileName);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  });
}

/**
 * The packages that the running program resolves from node_modules: those of the lock file that are not for
 * development.
 */
function installed() {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([place, { dev, optional }]) => place !== '' && dev !== true && optional !== true)
    .map(([place]) => path.join(root, place))
    .filter((folder) => existsSync(folder))
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8');
      return { name, version, identifier: typeof license === 'string' ? license : 'see text', text };
    });
}

/** Every package that a package of the program carries, bundled or beside the bundles: each version once, by name. */
export function shippedPackages() {
  const all = new Map([...bundled(), ...installed()].map((one) => [`${one.name} ${one.version}`, one]));
  return [...all.keys()].sort().map((key) => all.get(key));
}

/** One text. Throws for a package that names no licence. */
export function thirdPartyLicences() {
  const all = shippedPackages();
  const nameless = all.filter(({ identifier, text }) => !identifier && !text);
  if (nameless.length > 0)
    throw new Error(`no licence known of ${nameless.map(({ name }) => name).join(', ')}`);
  return all
    .map(({ name, version, identifier, text }) => {
      return `${name} ${version} (${identifier})\n\n${text?.trim() || `Licensed under ${identifier}.`}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
