import { statSync } from 'node:fs';
import { ok, type Failure, type Result } from '../../../core/base/result.ts';
import type { MenuChoice } from '../../contract/menu.ts';
import type { Asked } from './asked-to-open.ts';
import { takeIn } from './take-in.ts';

export interface Opening {
  readonly userDir: string;
  /** Returns whether the user agrees: a link may come from any page of the web. */
  readonly confirm: (question: string) => Promise<boolean>;
  readonly tell: (choice: MenuChoice) => void;
  readonly refuse: (failure: Failure) => void;
}

/** Opens the requested item: a user's file immediately, the target of a link after a question, and nothing else. */
export async function openAsked(asked: Asked, { userDir, confirm, tell, refuse }: Opening): Promise<void> {
  const wanted = wantedOf(asked, userDir);
  if (!wanted.ok) return refuse(wanted.failure);
  const isLink = asked.kind !== 'path';
  if (isLink && !(await confirm(questionOf(wanted.value)))) return;
  const { value } = wanted;
  tell(
    value.kind === 'session'
      ? { do: 'open_session', config_id: value.config_id }
      : { do: 'show_run', run_id: value.run_id },
  );
}

type Wanted = Extract<Asked, { kind: 'session' | 'run' }>;

function wantedOf(asked: Asked, userDir: string): Result<Wanted> {
  if (asked.kind === 'refused') return { ok: false, failure: { code: 'not_allowed', message: asked.reason } };
  return asked.kind === 'path' ? takeIn(asked.path, userDir) : ok(asked);
}

const questionOf = (wanted: Wanted): string =>
  wanted.kind === 'session'
    ? `A link asks to open the session “${wanted.config_id}”. The running session ends.`
    : `A link asks to show the run “${wanted.run_id}”.`;

export const isFolder = (place: string): boolean =>
  statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
