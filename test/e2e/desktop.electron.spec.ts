import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Desk } from './desk.ts';
import { checkout } from './opened.ts';
import { expect, test } from './workstation.ts';

test('a page has no Node and the functions of ours', async ({ workstation }) => {
  const { page, app } = workstation;
  const found = await page.evaluate(() => ({
    node: ['process', 'require', 'module', 'Buffer', 'global'].filter((name) => name in window),
    bridge: Object.keys((window as unknown as { tapedeck: object }).tapedeck).sort(),
  }));
  expect(found).toEqual({ node: [], bridge: ['keys', 'lookForUpdates', 'onMessage', 'platform', 'post'] });
  const preferences = await app?.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false });
});

test('a page goes nowhere, opens nothing and is granted nothing', async ({ workstation }) => {
  const { page, app } = workstation;
  await new Desk(page).isPlaying();
  const address = page.url();
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
  expect(await app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  // Asked from the main process: the driver itself waits for a navigation that never comes.
  const after = await app?.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    await contents?.executeJavaScript('location.href = "https://example.com/"; 0');
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { url: contents?.getURL(), isThere: await contents?.executeJavaScript('"tapedeck" in window') };
  });
  expect(after).toEqual({ url: address, isThere: true });
  workstation.errors.length = 0;
});

test('a page reads no file but ours, embeds nothing that has our functions, and makes no code from text', async ({
  workstation,
}) => {
  const { page } = workstation;
  await new Desk(page).isPlaying();
  const found = await page.evaluate(async () => {
    const statusOf = (url: string): Promise<number | 'refused'> =>
      fetch(url).then(
        ({ status }) => status,
        () => 'refused' as const,
      );
    const embed = (tag: string, source: string): Promise<Element> =>
      new Promise((resolve) => {
        const element = document.createElement(tag);
        for (const name of ['src', 'data']) element.setAttribute(name, source);
        document.body.append(element);
        setTimeout(() => resolve(element), 300);
      });
    const frame = (await embed('iframe', 'data:text/html,<p>hello')) as HTMLIFrameElement;
    const webview = await embed('webview', 'https://example.com/');
    const succeeds = (attempt: () => unknown): boolean => {
      try {
        return Boolean(attempt());
      } catch {
        return false;
      }
    };
    return {
      escapes: await Promise.all(
        ['/%2e%2e/package.json', '/..%2fpackage.json', '/%2e%2e%5cpackage.json', '/../../etc/passwd'].map(
          (place) => statusOf(location.origin + place),
        ),
      ),
      files: await Promise.all(['file:///etc/passwd', 'https://example.com/'].map(statusOf)),
      frameHasBridge: succeeds(() => 'tapedeck' in (frame.contentWindow ?? {})),
      webviewLoads: 'loadURL' in webview,
      // oxlint-disable-next-line typescript/no-implied-eval -- the attack itself
      evaluates: succeeds(() => new Function('return 1')()),
    };
  });
  expect(found).toEqual({
    escapes: [404, 404, 404, 404],
    files: ['refused', 'refused'],
    frameHasBridge: false,
    webviewLoads: false,
    evaluates: false,
  });
  workstation.errors.length = 0;
});

test('a request without a place in the contract is refused, and wrong parameters too', async ({
  workstation,
}) => {
  const { page } = workstation;
  await new Desk(page).isPlaying();
  const answers = await page.evaluate(async () => {
    interface Bridge {
      post(message: unknown): void;
      onMessage(listener: (frame: Uint8Array) => void): () => void;
    }
    /** The head of a frame: its length, then JSON. */
    const read = (frame: Uint8Array): { id?: number } => {
      const length = new DataView(frame.buffer, frame.byteOffset).getUint32(0, true);
      return JSON.parse(new TextDecoder().decode(frame.subarray(4, 4 + length))) as { id?: number };
    };
    const bridge = (window as unknown as { tapedeck: Bridge }).tapedeck;
    const ask = (id: number, name: string, params: unknown) =>
      new Promise((resolve) => {
        bridge.onMessage((frame) => {
          const message = read(frame);
          if (message.id === id) resolve(message);
        });
        bridge.post({ kind: 'request', id, name, params });
      });
    bridge.post({ kind: 'response', id: 1, ok: true });
    bridge.post('stop');
    return [
      await ask(90_001, 'read_file', { path: '/etc/passwd' }),
      await ask(90_002, 'set_speed', { multiplier: -1 }),
    ];
  });
  expect(answers).toMatchObject([
    { ok: false, failure: { code: 'not_allowed' } },
    { ok: false, failure: { code: 'bad_usage' } },
  ]);
  await new Desk(page).isPlaying();
});

test('a second start shows the first window, which opens what it brings; a link after a question', async ({
  workstation,
  userDir,
}) => {
  const { app, page } = workstation;
  await new Desk(page).isPlaying();
  const alone = await app?.evaluate(({ app: main }) => main.requestSingleInstanceLock());
  expect(alone).toBe(true);

  const config = path.join(userDir, 'Sent to me.tapedeck');
  copyFileSync(path.join(checkout, 'session_configs/sample-late-add.json'), config);
  const secondStart = (...words: string[]) =>
    app?.evaluate(({ app: main }, given) => void main.emit('second-instance', {}, [], '/', given), {
      words,
      cwd: userDir,
    });
  await secondStart('Sent to me.tapedeck');
  const opened = page.getByTestId('session-state');
  await expect(page.getByRole('button', { name: /Sample: one symbol/ })).toBeVisible();
  await expect(opened).toBeVisible();
  expect(readdirSync(path.join(userDir, 'session_configs'))).toEqual(['Sent-to-me.json']);

  // The box of the system is not the page's: the answer is given in its place.
  const answer = (response: number) =>
    app?.evaluate(({ dialog }, given) => {
      const box = dialog as unknown as { asked: string[]; showMessageBox: unknown };
      box.asked = [];
      box.showMessageBox = (_window: unknown, { message }: { message: string }) => {
        box.asked.push(message);
        return Promise.resolve({ response: given });
      };
    }, response);
  const asked = () => app?.evaluate(({ dialog }) => (dialog as unknown as { asked: string[] }).asked);
  await answer(0);
  await secondStart('tapedeck://order/buy');
  await expect.poll(asked).toEqual(['Unknown link: tapedeck://order/buy']);
  await answer(0);
  await secondStart('tapedeck://session/sample-week');
  await expect.poll(asked).toHaveLength(1);
  await expect(page.getByRole('button', { name: /Sample week/ })).toBeVisible();
});

test('the menu of the application opens what the page has', async ({ workstation }) => {
  const { page, app } = workstation;
  await new Desk(page).isPlaying();
  const choose = (label: string) =>
    app?.evaluate(({ Menu }, wanted) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      const found = items.find((each) => each.label === wanted);
      if (found === undefined) throw new Error(`no item ${wanted}`);
      found.click();
    }, label);
  await choose('&Earlier runs…');
  await expect(page.getByTestId('runs')).toBeVisible();
  await page.getByTestId('runs').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByTestId('runs')).toHaveCount(0);
  await choose('&All commands…');
  await expect(page.getByTestId('palette')).toBeVisible();
  await page.keyboard.type('recent session');
  await expect(page.getByRole('option', { name: 'Recent session: Sample week' })).toBeVisible();
  await page.keyboard.press('Escape');
  const recent = () =>
    app?.evaluate(({ Menu }) => {
      const files = Menu.getApplicationMenu()?.items[0]?.submenu?.items ?? [];
      return files.find(({ label }) => label === 'Open &recent')?.submenu?.items.map(({ label }) => label);
    });
  await expect.poll(recent).toContain('Sample week');

  await app?.evaluate(({ dialog }) => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    dialog.showMessageBox = (_window: unknown, box?: { message: string }) => {
      told.push(box?.message ?? '');
      return Promise.resolve({ response: 1, checkboxChecked: false });
    };
  });
  const told = () => app?.evaluate(() => (globalThis as unknown as { told: string[] }).told);
  await choose('Check for &updates…');
  await expect.poll(told).toEqual([expect.stringContaining('checkout')]);
  await choose('&All commands…');
  await page.keyboard.type('check for updates');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await told())?.length).toBe(2);
});

test('a page that crashes comes back, and leaves a report that the user can read', async ({
  workstation,
  userDir,
}) => {
  const { page, app } = workstation;
  const desk = new Desk(page);
  await desk.isPlaying();
  await app?.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return new Promise<void>((resolve) => {
      contents?.once('render-process-gone', () => resolve());
      contents?.forcefullyCrashRenderer();
    });
  });
  // The driver's page died with the renderer: what came back is asked through the main process.
  const state = () =>
    app?.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        `document.querySelector('[data-testid="session-state"]')?.getAttribute('data-state') ?? null`,
      ),
    );
  await expect.poll(state).toBe('active');
  const folder = path.join(userDir, 'crashes');
  const [report = '', ...more] = readdirSync(folder);
  expect(more).toEqual([]);
  const text = readFileSync(path.join(folder, report), 'utf8');
  expect(text).toMatch(/^part: page\nat: .*\nversion: .*\nelectron: /);
  expect(text).toContain('page died');
  workstation.errors.length = 0;
});
