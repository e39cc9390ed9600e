/** The facts that decide whether a program may replace itself. */
export interface ProgramPlace {
  readonly platform: NodeJS.Platform;
  /** False in a checkout. */
  readonly isPackaged: boolean;
  /** Keeps the user's files next to itself, or is the portable program of Windows. */
  readonly isPortable: boolean;
  /** Runs from an AppImage: among the Linux packages the only one that belongs to the user alone. */
  readonly isAppImage: boolean;
  /** Runs the smoke test, without a user who could answer. */
  readonly isSmoke: boolean;
}

/** Why this program does not update itself, as a sentence that names the right way; undefined where it may. */
export function reasonAgainstUpdates(place: ProgramPlace): string | undefined {
  if (place.isSmoke) return 'The smoke test does not look for updates.';
  if (!place.isPackaged)
    return 'This is a checkout: bring it up to date with git pull, then npm install. No request was sent to the network.';
  if (place.isPortable)
    return 'A portable program does not replace itself: put the newer one in its place, and keep its folder tapedeck-data.';
  if (place.platform === 'linux' && !place.isAppImage)
    return 'This package came from a package manager or an archive: update it the way it was installed. Of the packages for Linux only the AppImage updates itself.';
  return undefined;
}
