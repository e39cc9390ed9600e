/**
 * Packs the program for this system into build/packages: `npm run package [-- --dir]` makes the folder and, on Linux, a
 * tar.gz and a deb of it, with nothing to download; `--all` makes what electron-builder.yml lists, with its own tools,
 * which it downloads. `--drivable` leaves the inspect fuse on, for a test that drives the package; it is never
 * distributed. ELECTRON_OVERRIDE_DIST_PATH packs that Electron in place of the pinned one.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build as pack, Platform } from 'electron-builder';
import { load } from 'js-yaml';
import { build } from './build.mjs';
import { root } from './build-parts.mjs';
import { thirdPartyLicences } from './licences.mjs';
import { packDeb } from './pack-deb.mjs';

const flags = process.argv.slice(2);
const config = load(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'));
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** Packs an Electron that is here instead of a downloaded one; an old one does not know the newest fuses. */
function useElectron(folder) {
  const version = readFileSync(path.join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  config.electronDist = folder;
  config.electronVersion = version;
  if (Number.parseInt(version, 10) < 29) delete config.electronFuses.grantFileProtocolExtraPrivileges;
}

const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
if (override) useElectron(override);
if (flags.includes('--drivable')) {
  config.electronFuses.enableNodeCliInspectArguments = true;
  config.directories.output = 'build/packages-drivable';
}

const [owner, repo] = (process.env.GITHUB_REPOSITORY ?? '').split('/');
if (owner && repo) Object.assign(config.publish, { owner, repo });

await build({ ifStale: true });
mkdirSync(path.join(root, 'build'), { recursive: true });
writeFileSync(path.join(root, 'build', 'licences.txt'), thirdPartyLicences());

// As a file of its own: an object would be laid over electron-builder.yml, and what was taken out would come back.
const configFile = path.join(root, 'build', 'electron-builder.json');
writeFileSync(configFile, JSON.stringify(config, null, 2));
const everything = flags.includes('--all');
const targets = Platform.current().createTarget(everything ? undefined : 'dir');
await pack({ projectDir: root, targets, config: configFile, publish: 'never' });

const output = path.join(root, config.directories.output);
const folder = path.join(output, 'linux-unpacked');
// Comes along with an Electron that was not downloaded by the packer, and is never loaded.
if (override) rmSync(path.join(folder, 'resources', 'default_app.asar'), { force: true });
if (process.platform === 'linux' && !everything && !flags.includes('--dir')) {
  say(packTar(folder, path.join(output, `Tapedeck-${manifest.version}-linux-${process.arch}.tar.gz`)));
  say(packDeb({ folder, output, config, manifest }));
}

function packTar(from, file) {
  const name = path.basename(file, '.tar.gz');
  const rename = `s,^\\.,${name},`;
  execFileSync('tar', [
    '-czf',
    file,
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--transform',
    rename,
    '-C',
    from,
    '.',
  ]);
  return file;
}

function say(file) {
  process.stderr.write(`packed ${path.relative(root, file)}\n`);
}
