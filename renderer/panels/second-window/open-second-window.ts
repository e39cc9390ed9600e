import '../../../core/base/disposable.ts';

/** The address and the name of the second window; the desktop host allows no other. */
const PAGE = 'charts.html';
const NAME = 'tapedeck-charts';
/** Size where the host does not remember one. */
const FEATURES = 'popup,width=1280,height=800';

/** The second window, ready to be filled. */
export interface SecondWindow {
  readonly window: Window;
  readonly root: HTMLElement;
}

interface Parts {
  readonly opener: Window;
  readonly onReady: (second: SecondWindow) => void;
  /** The user closed the window or left its page. */
  readonly onGone: () => void;
}

/**
 * Opens an empty page of ours that this page fills: one session, one connection to the engine, one state, on two
 * displays. Returns undefined when the browser blocks it.
 */
export function openSecondWindow({ opener, onReady, onGone }: Parts): Disposable | undefined {
  const child = opener.open(new URL(PAGE, opener.location.href), NAME, FEATURES);
  if (child === null) return undefined;
  const close = (): void => {
    child.removeEventListener('pagehide', gone);
    opener.removeEventListener('pagehide', close);
    child.close();
  };
  const gone = (): void => {
    close();
    onGone();
  };
  const begin = (): void => {
    const root = child.document.getElementById('root');
    if (root === null) return gone();
    child.addEventListener('pagehide', gone);
    const ready = (): void => onReady({ window: child, root });
    void dress(child.document, opener.document).then(ready, ready);
  };
  opener.addEventListener('pagehide', close);
  const isThere = child.document.readyState === 'complete' && child.location.pathname.endsWith(PAGE);
  if (isThere) begin();
  else child.addEventListener('load', begin, { once: true });
  return { [Symbol.dispose]: close };
}

/**
 * Copies the style sheets of one page to another; resolves when charts there would have the right colours and fonts.
 */
async function dress(page: Document, like: Document): Promise<void> {
  const loads = [...like.querySelectorAll<HTMLElement>('link[rel="stylesheet"], style')].map((sheet) => {
    const copy = page.importNode(sheet, true);
    const loaded = new Promise<unknown>((resolve) => {
      if (copy.localName === 'style') return resolve(null);
      copy.addEventListener('load', resolve);
      copy.addEventListener('error', resolve);
    });
    page.head.append(copy);
    return loaded;
  });
  await Promise.all(loads);
  await page.fonts.load('500 12px "Inter Variable"');
}
