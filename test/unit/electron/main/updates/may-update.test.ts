import { expect, test } from 'vitest';
import { reasonAgainstUpdates, type ProgramPlace } from '../../../../../electron/main/updates/may-update.ts';

const PLATFORMS = ['linux', 'win32', 'darwin'] as const;
const EITHER = [false, true] as const;

const PLACES: readonly ProgramPlace[] = PLATFORMS.flatMap((platform) =>
  EITHER.flatMap((isPackaged) =>
    EITHER.flatMap((isPortable) =>
      EITHER.flatMap((isAppImage) =>
        EITHER.map((isSmoke) => ({ platform, isPackaged, isPortable, isAppImage, isSmoke })),
      ),
    ),
  ),
);

/** Where the first word decides, the others do not matter. */
const reasonOf = ({ platform, isPackaged, isPortable, isAppImage, isSmoke }: ProgramPlace): RegExp | null => {
  if (isSmoke) return /smoke test/;
  if (!isPackaged) return /checkout/;
  if (isPortable) return /portable/;
  return platform === 'linux' && !isAppImage ? /package manager/ : null;
};

test.each(PLACES)(
  '$platform packaged=$isPackaged portable=$isPortable AppImage=$isAppImage smoke=$isSmoke',
  (place) => {
    const expected = reasonOf(place);
    const reason = reasonAgainstUpdates(place);
    if (expected === null) expect(reason).toBeUndefined();
    else expect(reason).toMatch(expected);
  },
);

test('an installed program on Windows or a Mac may, and an AppImage; nothing else', () => {
  const may = PLACES.filter((place) => reasonAgainstUpdates(place) === undefined);
  expect(may.map(({ platform, isAppImage }) => `${platform} ${isAppImage}`)).toEqual([
    'linux true',
    'win32 false',
    'win32 true',
    'darwin false',
    'darwin true',
  ]);
});
