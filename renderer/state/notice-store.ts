import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../core/base/result.ts';

/** A message about an event that the user should read; it stops nothing. */
export interface Notice {
  readonly id: number;
  readonly tone: 'problem' | 'info';
  readonly text: string;
  readonly hint: string | null;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

export type NoticeStore = StoreApi<readonly Notice[]>;

/** A list with more than these is not read. */
const SHOWN = 3;
const INFO_MS = 8_000;

export const createNoticeStore = (): NoticeStore => createStore<readonly Notice[]>(() => []);

export function dismiss(notices: NoticeStore, id: number): void {
  notices.setState((all) => all.filter((notice) => notice.id !== id), true);
}

/** Removes a notice that is no longer true. */
export const retract = (notices: NoticeStore, text: string): void =>
  notices.setState((all) => all.filter((notice) => notice.text !== text), true);

export function notify(notices: NoticeStore, notice: Omit<Notice, 'id'>): void {
  const id = 1 + Math.max(0, ...notices.getState().map((each) => each.id));
  const others = notices.getState().filter((each) => each.text !== notice.text);
  notices.setState([...others, { ...notice, id }].slice(-SHOWN), true);
  if (notice.tone === 'info') setTimeout(() => dismiss(notices, id), INFO_MS);
}

export const notifyFailure = (notices: NoticeStore, failure: Failure): void =>
  notify(notices, { tone: 'problem', text: failure.message, hint: failure.hint ?? null, action: null });

/** A failure that the user can overrule, when it is about code that this machine has not run; else a plain notice. */
export function askForTrust(notices: NoticeStore, failure: Failure, trust: () => void): void {
  if (failure.code !== 'untrusted_code') return notifyFailure(notices, failure);
  notify(notices, {
    tone: 'problem',
    text: failure.message,
    hint: 'Read strategies.json in the run folder first.',
    action: { label: 'Run it', run: trust },
  });
}
