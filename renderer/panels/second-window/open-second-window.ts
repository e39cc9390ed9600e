import '../../../core/base/disposable.ts';

/** The address and the name of the second window; the desktop's host lets no other be opened. */
const PAGE = 'charts.html';
const NAME = 'tapedeck-charts';
/** Where the host does not remember a size. */
const FEATURES = 'popup,width=1280,height=800';

/** The second window, ready to be filled. */
export interface SecondWindow {
  readonly window: Window;
  readonly root: HTMLElement;
}

interface Parts {
  readonly opener: Window;
  readonly onReady: (second: SecondWindow) => void;
  /** Its user closed it or left it. */
  readonly onGone: () => void;
}

/**
 * Opens an empty page of ours that this page fills: one session, one wire to the engine, one state, on two displays.
 * Undefined when the browser does not let it be opened.
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

/** Gives a page the style sheets of another; resolves when its charts would be drawn in the right colours and letters. */
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
