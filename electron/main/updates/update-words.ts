/** A question to the user; the first button is the yes. */
export interface UpdateQuestion {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly [yes: string, no: string];
}

export interface UpdateNotice {
  readonly message: string;
  readonly detail?: string;
}

/** Asked before anything is downloaded. */
export const mayDownload = (current: string, next: string): UpdateQuestion => ({
  message: `Tapedeck ${next} is available. You have ${current}.`,
  detail: 'It downloads in the background, and you are asked again before it is installed.',
  buttons: ['Download', 'Not now'],
});

/** Asked once the download is complete. */
export const mayRestart = (current: string, next: string): UpdateQuestion => ({
  message: `Tapedeck ${next} is ready to replace ${current}.`,
  detail:
    'The program ends, with the running session, and starts again as the new version. Not now: nothing changes until you look for updates again.',
  buttons: ['Restart now', 'Not now'],
});

export const isNewest = (current: string): UpdateNotice => ({
  message: `Tapedeck ${current} is the newest version.`,
});

export const isAtWork: UpdateNotice = {
  message: 'Tapedeck is already looking for or downloading an update.',
};

interface Cause {
  readonly when: (fault: Fault) => boolean;
  readonly notice: UpdateNotice;
}

/** The part of electron-updater's errors that distinguishes causes. */
interface Fault {
  readonly code: string;
  readonly message: string;
  readonly statusCode: string;
}

const CHANGED = /^ERR_(UPDATER_INVALID_SIGNATURE|CHECKSUM_MISMATCH)$/;
const NONE_PUBLISHED =
  /^ERR_UPDATER_(LATEST_VERSION_NOT_FOUND|CHANNEL_FILE_NOT_FOUND|NO_PUBLISHED_VERSIONS|INVALID_RELEASE_FEED|ASSET_NOT_FOUND|NO_FILES_PROVIDED)$/;
const OFFLINE =
  /net::ERR_|\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)\b/;
const NOT_WRITTEN = /\b(EACCES|EPERM|EROFS|ENOSPC|EBUSY)\b/;

const CAUSES: readonly Cause[] = [
  {
    when: ({ code }) => CHANGED.test(code),
    notice: {
      message: 'The download differs from the released file and was deleted.',
      detail: 'Try again later. If it happens again, report it, and download the release by hand.',
    },
  },
  {
    when: ({ message }) => message.includes('app-update.yml'),
    notice: {
      message: 'This package does not name the site of its releases.',
      detail: 'It was built outside the release: install a released one, or update it the way it was built.',
    },
  },
  {
    // The updater wraps the cause into a code of its own: the code is checked before the site's answer.
    when: ({ code, message }) => OFFLINE.test(`${code} ${message}`),
    notice: {
      message: 'The site of the releases could not be reached.',
      detail: 'Check the connection, then try again. Everything else works without it.',
    },
  },
  {
    when: ({ code, statusCode }) => NONE_PUBLISHED.test(code) || statusCode === '404',
    notice: {
      message: 'No release for this system was found.',
      detail: 'It may be about to be published: try again later.',
    },
  },
  {
    when: ({ code, message }) => NOT_WRITTEN.test(`${code} ${message}`),
    notice: {
      message: 'The update could not be written.',
      detail: 'Check that the disk has room and that the program’s folder is yours to write, then try again.',
    },
  },
];

const UNKNOWN: UpdateNotice = {
  message: 'The update failed.',
  detail: 'Your current version still works. The log in your folder has the details.',
};

/** The error, and what the user can do. The updater's own words go to the log only. */
export function updateFailure(thrown: unknown): UpdateNotice {
  const fault = {
    code: wordOf(thrown, 'code'),
    message: wordOf(thrown, 'message'),
    statusCode: wordOf(thrown, 'statusCode'),
  };
  return CAUSES.find(({ when }) => when(fault))?.notice ?? UNKNOWN;
}

function wordOf(thrown: unknown, name: 'code' | 'message' | 'statusCode'): string {
  if (typeof thrown !== 'object' || thrown === null) return name === 'message' ? String(thrown) : '';
  const value = (thrown as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
