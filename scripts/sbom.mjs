/**
 * `npm run --silent sbom`: the contents of a package of the program, as CycloneDX 1.6 on standard output. It includes
 * the packages inside the bundles, which a list of installed packages would leave out, and Electron.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { root } from './build-parts.mjs';
import { shippedPackages } from './licences.mjs';

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const { electronVersion } = load(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'));

/** An SPDX id, an expression of several, or what the package calls it. */
function licenceOf(identifier) {
  if (!identifier || /\s/.test(identifier.replaceAll(/ (?:OR|AND|WITH) /g, '')))
    return [{ license: { name: identifier || 'unknown' } }];
  return identifier.includes(' ') ? [{ expression: identifier }] : [{ license: { id: identifier } }];
}

function componentOf({ name, version, identifier }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { type: 'library', 'bom-ref': purl, name, version, purl, licenses: licenceOf(identifier) };
}

const electron = { name: 'electron', version: electronVersion, identifier: 'MIT' };
const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    component: {
      type: 'application',
      'bom-ref': `pkg:npm/${manifest.name}@${manifest.version}`,
      name: manifest.name,
      version: manifest.version,
      licenses: licenceOf(manifest.license),
    },
  },
  components: [...shippedPackages(), electron].map(componentOf),
};
process.stdout.write(`${JSON.stringify(bom, null, 2)}\n`);
