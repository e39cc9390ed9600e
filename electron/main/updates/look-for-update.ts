import type { Logger } from '../../../core/base/logger.ts';
import {
  isAtWork,
  isNewest,
  mayDownload,
  mayRestart,
  updateFailure,
  type UpdateNotice,
  type UpdateQuestion,
} from './update-words.ts';

/** The part of electron-updater's `autoUpdater` that we use. Each promise rejects with the cause. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  /** Null where the updater finds that the program cannot be updated. */
  checkForUpdates(): Promise<{
    readonly isUpdateAvailable: boolean;
    readonly updateInfo: { readonly version: string };
  } | null>;
  downloadUpdate(): Promise<unknown>;
  /** Ends the program and starts the new one. The event `error` reports an obstacle; nothing is thrown. */
  quitAndInstall(): void;
  once(event: 'error', listener: (error: unknown) => void): unknown;
}

/** The requester: the user, who gets an answer in any case, or the start, which reports only a newer version. */
export type AskedBy = 'user' | 'start';

export interface LookParts {
  /** The running version. */
  readonly current: string;
  /** `reasonAgainstUpdates` of this program. */
  readonly refused: string | undefined;
  readonly loadUpdater: () => Promise<Updater>;
  /** Returns true for yes only. */
  readonly ask: (question: UpdateQuestion) => Promise<boolean>;
  readonly tell: (notice: UpdateNotice) => Promise<void>;
  /**
   * Closes the run, so that the updater can take over. Returns a function that resumes the old version if the update
   * fails.
   */
  readonly makeWay: () => Promise<() => void>;
  readonly logger: Logger;
}

/**
 * Looks for a newer version, downloads it after a yes, and restarts into it after another. Uses the network for nothing
 * else, and not before it is called.
 */
export class UpdateSearch {
  readonly #parts: LookParts;
  #atWork = false;

  constructor(parts: LookParts) {
    this.#parts = parts;
  }

  /** Resolves when there is nothing more to report; never rejects for errors of the updater. */
  async look(askedBy: AskedBy): Promise<void> {
    const { refused, tell } = this.#parts;
    const isWanted = askedBy === 'user';
    if (refused !== undefined) return isWanted ? tell({ message: refused }) : undefined;
    if (this.#atWork) return isWanted ? tell(isAtWork) : undefined;
    this.#atWork = true;
    try {
      await this.#look(isWanted);
    } finally {
      this.#atWork = false;
    }
  }

  async #look(isWanted: boolean): Promise<void> {
    const { current, ask, tell } = this.#parts;
    const found = await this.#find(isWanted);
    if (found === undefined) return;
    const { updater, next } = found;
    if (next === null) return isWanted ? tell(isNewest(current)) : undefined;
    if (!(await ask(mayDownload(current, next)))) return;
    if (!(await this.#tried(() => updater.downloadUpdate()))) return;
    if (!(await ask(mayRestart(current, next)))) return;
    await this.#tried(() => this.#restart(updater));
  }

  /** The newer version, null for none; undefined where it could not be determined, which only a user is informed of. */
  async #find(
    isWanted: boolean,
  ): Promise<{ readonly updater: Updater; readonly next: string | null } | undefined> {
    try {
      const updater = await this.#parts.loadUpdater();
      updater.autoDownload = false;
      updater.autoInstallOnAppQuit = false;
      const result = await updater.checkForUpdates();
      return { updater, next: result?.isUpdateAvailable === true ? result.updateInfo.version : null };
    } catch (error) {
      await this.#fail(error, isWanted);
      return undefined;
    }
  }

  async #restart(updater: Updater): Promise<void> {
    const goOn = await this.#parts.makeWay();
    updater.once('error', (error) => {
      goOn();
      void this.#fail(error, true);
    });
    updater.quitAndInstall();
  }

  /** True once it is done; a failure after the user's yes is reported. */
  async #tried(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      await this.#fail(error, true);
      return false;
    }
  }

  async #fail(error: unknown, isExternalReport: boolean): Promise<void> {
    this.#parts.logger.warn('update failed', { reason: String(error) });
    if (isExternalReport) await this.#parts.tell(updateFailure(error));
  }
}
