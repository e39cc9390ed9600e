import { describe, expect, it } from 'vitest';
import { portableFolder, type Placement } from '../../../../electron/main/portable-folder.ts';

const installed: Placement = {
  argv: ['/opt/Tapedeck/tapedeck'],
  env: {},
  executable: '/opt/Tapedeck/tapedeck',
  platform: 'linux',
  isPackaged: true,
  programRoot: '/opt/Tapedeck/resources/app.asar',
  exists: () => false,
};
const there = (folder: string) => (asked: string) => asked === folder;

describe('a portable program', () => {
  it.each<[string, Partial<Placement>, string]>([
    ['beside the executable', {}, '/opt/Tapedeck/tapedeck-data'],
    ['beside an AppImage', { env: { APPIMAGE: '/home/me/Tapedeck.AppImage' } }, '/home/me/tapedeck-data'],
    [
      'beside what unpacked itself on Windows',
      { platform: 'win32', env: { PORTABLE_EXECUTABLE_DIR: '/stick' } },
      '/stick/tapedeck-data',
    ],
    [
      'beside the bundle on a Mac',
      { platform: 'darwin', executable: '/Volumes/stick/Tapedeck.app/Contents/MacOS/Tapedeck' },
      '/Volumes/stick/tapedeck-data',
    ],
  ])('has its folder %s', (_where, placed, folder) => {
    expect(portableFolder({ ...installed, ...placed, exists: there(folder) })).toBe(folder);
    expect(portableFolder({ ...installed, ...placed })).toBeUndefined();
    const asked = { ...installed, ...placed, argv: [...installed.argv, '--portable'] };
    expect(portableFolder(asked)).toBe(folder);
  });

  it('is none when its folder is named', () => {
    const named = { ...installed, env: { TAPEDECK_USER_DIR: '/else' }, exists: () => true };
    expect(portableFolder(named)).toBeUndefined();
    expect(portableFolder({ ...named, env: { TAPEDECK_USER_DIR: '' } })).toBe('/opt/Tapedeck/tapedeck-data');
  });

  it('in a checkout is one that is asked for', () => {
    const checkout = {
      ...installed,
      isPackaged: false,
      programRoot: '/home/me/tapedeck',
      exists: () => true,
    };
    expect(portableFolder(checkout)).toBeUndefined();
    expect(portableFolder({ ...checkout, argv: ['electron', '.', '--portable'] })).toBe(
      '/home/me/tapedeck/tapedeck-data',
    );
  });
});
