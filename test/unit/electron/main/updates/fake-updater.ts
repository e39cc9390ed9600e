import { EventEmitter } from 'node:events';
import type { LookParts, Updater } from '../../../../../electron/main/updates/look-for-update.ts';
import type { UpdateNotice, UpdateQuestion } from '../../../../../electron/main/updates/update-words.ts';
import { silentLogger } from '../../../../../core/base/logger.ts';

/** The behaviour of the release site and the disk. */
export interface Behaviour {
  readonly newest?: string;
  readonly checkFails?: unknown;
  readonly downloadFails?: unknown;
  readonly installFails?: unknown;
}

/**
 * Behaves as electron-updater documents it: it downloads automatically unless configured otherwise, and reports a
 * failed install by an event.
 */
class FakeUpdater extends EventEmitter implements Updater {
  autoDownload = true;
  autoInstallOnAppQuit = true;
  readonly #told: string[];
  readonly #behaviour: Behaviour;

  constructor(told: string[], behaviour: Behaviour) {
    super();
    this.#told = told;
    this.#behaviour = behaviour;
  }

  async checkForUpdates(): Promise<{ isUpdateAvailable: boolean; updateInfo: { version: string } }> {
    this.#told.push('check');
    if ('checkFails' in this.#behaviour) throw this.#behaviour.checkFails;
    const version = this.#behaviour.newest ?? '1.0.0';
    const isUpdateAvailable = version !== '1.0.0';
    if (isUpdateAvailable && this.autoDownload) await this.downloadUpdate();
    return { isUpdateAvailable, updateInfo: { version } };
  }

  async downloadUpdate(): Promise<string[]> {
    this.#told.push('download');
    if ('downloadFails' in this.#behaviour) throw this.#behaviour.downloadFails;
    return ['installer'];
  }

  quitAndInstall(): void {
    this.#told.push('install');
    if ('installFails' in this.#behaviour) this.emit('error', this.#behaviour.installFails);
  }
}

export interface Rehearsal {
  readonly parts: LookParts;
  /** The calls, in order. */
  readonly done: string[];
  readonly questions: UpdateQuestion[];
  readonly notices: UpdateNotice[];
}

/** A search on version 1.0.0, with a user who gives these answers in turn, and no to all that comes after. */
export function rehearse(
  behaviour: Behaviour,
  answers: readonly boolean[] = [],
  refused?: string,
): Rehearsal {
  const done: string[] = [];
  const questions: UpdateQuestion[] = [];
  const notices: UpdateNotice[] = [];
  const updater = new FakeUpdater(done, behaviour);
  const parts: LookParts = {
    current: '1.0.0',
    refused,
    loadUpdater: () => {
      done.push('load');
      return Promise.resolve(updater);
    },
    ask: (question) => {
      questions.push(question);
      done.push('ask');
      return Promise.resolve(answers[questions.length - 1] ?? false);
    },
    tell: (notice) => {
      notices.push(notice);
      return Promise.resolve();
    },
    makeWay: () => {
      done.push('make way');
      return Promise.resolve(() => void done.push('go on'));
    },
    logger: silentLogger,
  };
  return { parts, done, questions, notices };
}
