import path from 'node:path';
import { app, ipcMain, Menu, protocol, session, type BrowserWindow } from 'electron';
import type { Logger } from '../../core/base/logger.ts';
import { ClientRelay } from '../hosting/client-relay.ts';
import { EngineSupervisor } from '../hosting/engine-supervisor.ts';
import { startEngineWorker } from '../hosting/engine-worker.ts';
import { fileLogger, prepareLogFile } from '../hosting/log-file.ts';
import { APP_URL } from './app-origin.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { foldersOf, type Folders } from './folders.ts';
import { lockDown } from './lock-down.ts';
import { menuTemplate } from './menu.ts';
import { WindowMessages } from './window-port.ts';
import { createWindow } from './window.ts';

/** Composition root of the desktop application: wiring only, decisions stand in the modules it imports. */

const dist = path.join(__dirname, '..');
const folders = foldersOf(process.env, path.join(dist, '..'));
const logFile = prepareLogFile(folders.user);
const logger = fileLogger(logFile, 'main');

app.setPath('userData', folders.user);
app.setPath('sessionData', path.join(folders.user, 'browser'));
// Electron refuses both at once; `--no-sandbox` is what the superuser has to say, as test machines do.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme(protocol);

if (app.requestSingleInstanceLock()) void app.whenReady().then(open, stopWithReason);
else app.quit();

function open(): void {
  logger.info('started', { version: app.getVersion(), electron: process.versions['electron'] });
  lockDown(app, session.defaultSession, logger);
  serveApp(protocol, path.join(dist, 'renderer'));
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)));
  const engine = superviseEngine(folders, logger);
  const window = createWindow({
    preload: path.join(dist, 'preload', 'preload.cjs'),
    stateFile: path.join(folders.user, 'window.json'),
    logger,
  });
  connect(window, new ClientRelay(engine));
  endWith(window, engine);
  engine.start();
  void window.loadURL(APP_URL);
}

function superviseEngine({ data, user, configs }: Folders, log: Logger): EngineSupervisor {
  const workerData = { dataDir: data, userDir: user, configDirs: configs, logFile };
  const start = () => startEngineWorker(path.join(dist, 'engine', 'entry.cjs'), workerData);
  return new EngineSupervisor({ start, logger: log });
}

/** Every document that the window loads is a client of its own: answers meant for the one before it are not its. */
function connect(window: BrowserWindow, relay: ClientRelay): void {
  const messages = new WindowMessages(ipcMain, window);
  let attachment = relay.attach(messages.openPort());
  window.webContents.on('did-navigate', () => {
    attachment[Symbol.dispose]();
    attachment = relay.attach(messages.openPort());
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    logger.error('page died', { reason });
    attachment[Symbol.dispose]();
    if (reason === 'crashed' || reason === 'oom') window.webContents.reload();
  });
}

function endWith(window: BrowserWindow, engine: EngineSupervisor): void {
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.once('will-quit', (event) => {
    event.preventDefault();
    void engine.stop().finally(() => app.exit(0));
  });
}

function stopWithReason(error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  logger.error('stopped', { reason });
  process.stderr.write(`tapedeck: ${reason}\n`);
  app.exit(1);
}

process.on('uncaughtException', stopWithReason);
process.on('unhandledRejection', stopWithReason);
