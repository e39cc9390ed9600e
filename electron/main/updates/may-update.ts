/** What decides whether a program may replace itself. */
export interface ProgramPlace {
  readonly platform: NodeJS.Platform;
  /** False in a checkout. */
  readonly isPackaged: boolean;
  /** Keeps the user's files beside itself, or is the portable program of Windows. */
  readonly isPortable: boolean;
  /** Runs from an AppImage: of the packages for Linux the only one that belongs to the user alone. */
  readonly isAppImage: boolean;
  /** Tries itself out, without a user who could answer. */
  readonly isSmoke: boolean;
}

/** Why this program does not update itself, as a sentence that says who does; undefined where it may. */
export function reasonAgainstUpdates(place: ProgramPlace): string | undefined {
  if (place.isSmoke) return 'A program that tries itself out does not look for updates.';
  if (!place.isPackaged)
    return 'This is a checkout: bring it up to date with git pull, then npm install. Nothing was asked of the network.';
  if (place.isPortable)
    return 'A portable program does not replace itself: put the newer one in its place, and its folder tapedeck-data stays as it is.';
  if (place.platform === 'linux' && !place.isAppImage)
    return 'This package came from a package manager or an archive: update it the way it was installed. Of the packages for Linux only the AppImage updates itself.';
  return undefined;
}
