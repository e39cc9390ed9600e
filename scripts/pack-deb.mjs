/** A Debian package of the unpacked program, where electron-builder's own packer (fpm) cannot be downloaded. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { root } from './build-parts.mjs';

/** The libraries and programs that Electron needs, under Debian's names of 12 or those of 13. */
const DEPENDS = [
  'libasound2 | libasound2t64',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libdrm2',
  'libgbm1',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libxss1',
  'xdg-utils',
];
const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' };
const PLACE = '/opt/Tapedeck';

/** Refreshes what the desktop knows; Chromium's sandbox helper belongs to the superuser and is entered as him. */
const POSTINST = `#!/bin/sh
set -e
chmod 4755 ${PLACE}/chrome-sandbox
for refresh in "update-desktop-database /usr/share/applications" "update-mime-database /usr/share/mime"; do
  if command -v "\${refresh%% *}" > /dev/null; then $refresh || true; fi
done
`;
const POSTRM = POSTINST.replace(/^chmod.*\n/m, '');

const desktopEntry = ({ linux }) => `[Desktop Entry]
Name=Tapedeck
Comment=${linux.synopsis}
Exec=${PLACE}/tapedeck %U
Terminal=false
Type=Application
Icon=tapedeck
StartupWMClass=Tapedeck
Categories=${linux.category};Finance;
MimeType=application/vnd.tapedeck.session+json;x-scheme-handler/tapedeck;
`;

const mimeTypes = ({ fileAssociations: [session] }) => `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="${session.mimeType}">
    <comment>${session.description}</comment>
    <glob pattern="*.${session.ext}"/>
    <icon name="tapedeck"/>
  </mime-type>
</mime-info>
`;

const control = ({ linux, manifest, kilobytes }) => `Package: tapedeck
Version: ${manifest.version}
Section: misc
Priority: optional
Architecture: ${ARCHITECTURES[process.arch]}
Installed-Size: ${kilobytes}
Depends: ${DEPENDS.join(', ')}
Maintainer: ${linux.maintainer}
Description: ${linux.synopsis}
 ${linux.description}
`;

/** Packs `folder` with its place in menus, file types and icons; answers the path of the deb. Needs dpkg-deb. */
export function packDeb({ folder, output, config, manifest }) {
  const tree = path.join(output, 'deb');
  rmSync(tree, { recursive: true, force: true });
  const put = (place, text) => {
    const file = path.join(tree, place);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  cpSync(folder, path.join(tree, PLACE), { recursive: true });
  put('usr/share/applications/tapedeck.desktop', desktopEntry(config));
  put('usr/share/mime/packages/tapedeck.xml', mimeTypes(config));
  copyIcons(tree);
  mkdirSync(path.join(tree, 'usr/bin'), { recursive: true });
  symlinkSync(`${PLACE}/tapedeck`, path.join(tree, 'usr/bin/tapedeck'));
  cpSync(path.join(root, 'LICENSE'), put('usr/share/doc/tapedeck/copyright', ''));
  const kilobytes = Math.ceil(sizeOf(tree) / 1_024);
  put('DEBIAN/control', control({ linux: config.linux, manifest, kilobytes }));
  for (const [name, text] of [
    ['postinst', POSTINST],
    ['postrm', POSTRM],
  ])
    chmodSync(put(`DEBIAN/${name}`, text), 0o755);
  const deb = path.join(output, `Tapedeck-${manifest.version}-linux-${ARCHITECTURES[process.arch]}.deb`);
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '-z1', '--build', tree, deb], { stdio: 'pipe' });
  rmSync(tree, { recursive: true });
  return deb;
}

function copyIcons(tree) {
  const icons = path.join(root, 'packaging', 'icons');
  for (const file of readdirSync(icons)) {
    const size = path.basename(file, '.png');
    cpSync(path.join(icons, file), path.join(tree, 'usr/share/icons/hicolor', size, 'apps/tapedeck.png'));
  }
}

function sizeOf(place) {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(place).reduce((sum, name) => sum + sizeOf(path.join(place, name)), 0);
}
