import type { App, BrowserWindow, Dialog } from 'electron';
import type { MenuChoice } from '../../contract/menu.ts';
import { askedByLink, askedToOpen, type Asked, LINK_SCHEME } from './asked-to-open.ts';
import { isFolder, openAsked } from './open-asked.ts';

interface Parts {
  readonly app: App;
  readonly dialog: Dialog;
  readonly window: BrowserWindow;
  readonly userDir: string;
  readonly tell: (choice: MenuChoice) => void;
  /** Words of the command line after the program's name, and the folder against which paths are resolved. */
  readonly words: readonly string[];
  readonly cwd: string;
}

/** The arguments that a second start passes to the first, because Electron reorders its own list on the way. */
export interface SecondStart {
  readonly words: readonly string[];
  readonly cwd: string;
}

/**
 * Opens the arguments of the start, those of a second start, and requests from the system (links, and on a Mac files).
 * Returns a function to call once the page listens; earlier requests wait until then.
 */
export function heedOpenings({ app, dialog, window, userDir, tell, words, cwd }: Parts): () => void {
  const waiting: Asked[] = [];
  let listens = false;
  const opening = {
    userDir,
    tell,
    confirm: async (message: string): Promise<boolean> => {
      const box = {
        type: 'question' as const,
        message,
        buttons: ['Open', 'Cancel'],
        defaultId: 0,
        cancelId: 1,
      };
      return (await dialog.showMessageBox(window, box)).response === 0;
    },
    refuse: ({ message, hint = '' }: { readonly message: string; readonly hint?: string }): void =>
      void dialog.showMessageBox(window, { type: 'warning', message, detail: hint }),
  };
  const take = (asked: Asked | undefined): void => {
    if (asked === undefined) return;
    if (listens) void openAsked(asked, opening);
    else waiting.push(asked);
  };

  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  take(askedToOpen(words, cwd, isFolder));
  app.on('second-instance', (_event, argv, workingDirectory, handed) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    const second = isSecondStart(handed) ? handed : { words: argv.slice(1), cwd: workingDirectory };
    take(askedToOpen(second.words, second.cwd, isFolder));
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    take(askedByLink(link));
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    take(askedToOpen([file], '/', isFolder));
  });
  return () => {
    listens = true;
    for (const asked of waiting.splice(0)) take(asked);
  };
}

const isSecondStart = (handed: unknown): handed is SecondStart =>
  typeof handed === 'object' && handed !== null && Array.isArray((handed as Partial<SecondStart>).words);
