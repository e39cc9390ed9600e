import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  app,
  dialog,
  ipcMain,
  Menu,
  protocol,
  safeStorage,
  session,
  shell,
  type BrowserWindow,
} from 'electron';
import type { Logger } from '../../core/base/logger.ts';
import type { MenuChoice } from '../contract/menu.ts';
import type { Recent } from '../contract/recent.ts';
import { prepareUserData } from '../host/program/user-data/prepare-user-data.ts';
import { crashFolder, keepCrashReports, type CrashNotes } from '../host/program/crash/crash-folder.ts';
import { workstationFolders } from '../host/program/workstation-folders.ts';
import { hostEngine, type HostedEngine } from '../host/supervisor/host-engine.ts';
import { fileLogger, prepareLogFile } from '../host/thread/log-file.ts';
import { programRoot, rendererFolder } from '../host/program/program-root.ts';
import { APP_URL } from './app-origin.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { allowChartWindow } from './chart-window.ts';
import { connectWindow, sendToPage } from './connect-window.ts';
import { dataArgument } from './data-argument.ts';
import { allowExports } from './downloads.ts';
import { KeyVault } from './key-vault.ts';
import { lockDown } from './lock-down.ts';
import { menuTemplate } from './menu.ts';
import { environmentKeys } from '../host/thread/key-port.ts';
import { utilityEngine } from './utility-engine.ts';
import { heedOpenings } from './open/heed-openings.ts';
import { portableFolder } from './portable-folder.ts';
import { refuseStart } from './refuse-start.ts';
import { SettingsFile } from './settings.ts';
import { freshEnvironment } from './smoke/fresh-environment.ts';
import { smokeRequest } from './smoke/smoke-request.ts';
import { smokeWindow } from './smoke/smoke-window.ts';
import { serveKeys } from './serve-keys.ts';
import { serveUpdates, type UpdateDoors } from './updates/serve-updates.ts';
import { createWindow } from './window.ts';

/** Composition root of the desktop application: wiring only; the decisions are in the modules it imports. */

const smoke = smokeRequest(process.argv);
const portable = portableFolder({
  argv: process.argv,
  env: process.env,
  executable: process.execPath,
  platform: process.platform,
  isPackaged: app.isPackaged,
  programRoot,
  exists: existsSync,
});
const placed = portable === undefined ? process.env : { ...process.env, TAPEDECK_USER_DIR: portable };
const env = smoke === undefined ? placed : freshEnvironment(placed);
const folders = workstationFolders({ env, cwd: process.cwd() }, dataArgument(process.argv));

/** In a checkout Electron's own argument, the program's folder, comes first. */
const ownWords = process.argv.slice(app.isPackaged ? 1 : 2);

const prepared = prepareUserData(folders.userDir, app.getVersion());
if (prepared.ok) start(prepared.value.backup);
else refuseStart({ app, dialog }, prepared.failure);

function start(backup: string | undefined): void {
  const logFile = prepareLogFile(folders.userDir);
  const logger = fileLogger(logFile, 'main');
  if (backup !== undefined) logger.info('user data migrated', { backup });
  const about = {
    version: app.getVersion(),
    electron: process.versions['electron'] ?? '',
    system: `${process.platform} ${process.arch}`,
  };
  const crashes = keepCrashReports({ userDir: folders.userDir, logFile, about, env: process.env });
  const stop = (error: unknown): void => {
    crashes.note('main', wordsOf(error));
    stopWithReason(error, logger);
  };
  process.on('uncaughtException', stop);
  process.on('unhandledRejection', stop);

  app.setPath('userData', folders.userDir);
  app.setPath('sessionData', path.join(folders.userDir, 'browser'));
  // Electron refuses both at once; the superuser, as on test machines, must pass `--no-sandbox`.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerAppScheme(protocol);

  if (app.requestSingleInstanceLock({ words: ownWords, cwd: process.cwd() }))
    void app
      .whenReady()
      .then(() => open(logFile, logger, crashes))
      .catch(stop);
  else app.quit();
}

function open(logFile: string, logger: Logger, crashes: CrashNotes): void {
  logger.info('started', { version: app.getVersion(), electron: process.versions['electron'] });
  lockDown({ app, session: session.defaultSession, shell, logger });
  allowExports({ app, session: session.defaultSession, logger });
  serveApp(protocol, rendererFolder);
  const vault = new KeyVault({ safeStorage, file: path.join(folders.userDir, 'keys', 'alpaca.bin') });
  const engine = hostEngine(
    { ...folders, logFile },
    {
      launch: utilityEngine,
      env: process.env,
      keys: () => vault.keys() ?? environmentKeys(process.env),
      logger,
      crashes,
    },
  );
  const settings = new SettingsFile(folders.userDir);
  const window = createWindow({
    preload: path.join(programRoot, 'dist', 'preload', 'preload.cjs'),
    settings,
    logger,
    hidden: smoke !== undefined,
  });
  const updates = serveUpdates({
    app,
    dialog,
    ipcMain,
    window,
    settings,
    place: {
      platform: process.platform,
      isPackaged: app.isPackaged,
      isPortable: portable !== undefined || process.env['PORTABLE_EXECUTABLE_DIR'] !== undefined,
      isAppImage: process.env['APPIMAGE'] !== undefined,
      isSmoke: smoke !== undefined,
    },
    supervisor: engine.supervisor,
    logger,
  });
  heedEngine(engine, window, updates);
  serveKeys({ ipcMain, window, vault });
  allowChartWindow({ app, window, shell, settings, logger });
  const onListening = heedOpenings({
    app,
    dialog,
    window,
    userDir: folders.userDir,
    tell: tellPage(window),
    words: ownWords,
    cwd: process.cwd(),
  });
  connectWindow({ ipcMain, window, relay: engine.relay, logger, onListening });
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason !== 'clean-exit') crashes.note('page', `${reason}, exit code ${exitCode}`);
  });
  endWith(engine);
  const loaded = window.loadURL(APP_URL);
  if (smoke !== undefined)
    void loaded
      .then(() => tryOut(window, engine, smoke.reportFile))
      .catch((error: unknown) => stopWithReason(error, logger));
}

const tellPage =
  (window: BrowserWindow) =>
  (choice: MenuChoice): void => {
    sendToPage(window, { kind: 'menu', choice });
  };

/** The engine's requests to its host: menus that list recent runs, and folders to open. */
function heedEngine({ supervisor }: HostedEngine, window: BrowserWindow, updates: UpdateDoors): void {
  const setMenu = (recent: Recent): void =>
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate(process.platform, tellPage(window), recent, { showCrashReports, updates }),
      ),
    );
  setMenu({ sessions: [], runs: [] });
  supervisor.onMessage((message) => {
    if (message.kind === 'recent') setMenu(message.recent);
    if (message.kind === 'reveal') shell.showItemInFolder(message.folder);
  });
}

async function tryOut(
  window: BrowserWindow,
  { supervisor }: HostedEngine,
  reportFile: string | null,
): Promise<void> {
  const electron = process.versions['electron'] ?? '';
  const about = { version: app.getVersion(), electron, platform: process.platform, arch: process.arch };
  const code = await smokeWindow(window, about, reportFile);
  await supervisor.stop();
  rmSync(folders.userDir, { recursive: true, force: true });
  app.exit(code);
}

function endWith({ supervisor }: HostedEngine): void {
  app.on('window-all-closed', () => app.quit());
  app.once('will-quit', (event) => {
    event.preventDefault();
    void supervisor.stop().finally(() => app.exit(0));
  });
}

/** Opens the folder even before there is any report, so that the user sees that there is none. */
function showCrashReports(): void {
  const folder = crashFolder(folders.userDir);
  mkdirSync(folder, { recursive: true });
  void shell.openPath(folder);
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

function stopWithReason(error: unknown, logger: Logger): void {
  const reason = wordsOf(error);
  logger.error('stopped', { reason });
  process.stderr.write(`tapedeck: ${reason}\n`);
  app.exit(1);
}
