/**
 * `npm start`: opens the workstation. In a window where there is a display and an Electron, else in the browser; it says
 * which and why in a line.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './build-parts.mjs';
import { build } from './build.mjs';
import { hasDisplay, installedElectron, sandboxFlags } from './electron-binary.mjs';

const DOWNLOAD_LIMIT_MS = 180_000;
/** A window that ends sooner than this with an error never opened: a library is missing, or the display is refused. */
const OPENING_MS = 8_000;

const say = (line) => process.stderr.write(`${line}\n`);
/** Ctrl-C is for the program in front of us; we stay to pass on how it ended. */
const stay = () => {};
const firstLine = (text) => String(text).trim().split('\n')[0];

/** Runs a program in our terminal. Ctrl-C reaches it directly; a request to end is passed on. */
function runInForeground(file, args, env) {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    const child = spawn(file, args, { cwd: root, env, stdio: 'inherit' });
    const passOn = () => child.kill('SIGTERM');
    process.on('SIGTERM', passOn);
    process.on('SIGINT', stay);
    const end = (code) => {
      process.off('SIGTERM', passOn);
      process.off('SIGINT', stay);
      resolve({ code, ms: performance.now() - startedMs });
    };
    child.on('error', () => end(127));
    child.on('close', (code, signal) => end(signal === null ? code : 1));
  });
}

/** Electron's own installer, once. Answers null, having said why, when it did not bring the program. */
async function downloadedElectron() {
  const installer = path.join(root, 'node_modules', 'electron', 'install.js');
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH || !existsSync(installer)) return null;
  say('Downloading Electron for the first start, for at most 3 minutes …');
  try {
    await promisify(execFile)(process.execPath, [installer], { cwd: root, timeout: DOWNLOAD_LIMIT_MS });
  } catch {
    return null;
  }
  return installedElectron();
}

async function startInWindow(electron) {
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  const { code, ms } = await runInForeground(
    electron,
    [...sandboxFlags(), root, ...process.argv.slice(2)],
    env,
  );
  return { opened: code === 0 || ms > OPENING_MS, code };
}

/** Ctrl-C is how the browser's workstation ends: no failure. */
async function startInBrowser() {
  const { code } = await runInForeground(
    process.execPath,
    [path.join(root, 'bin', 'tapedeck.js'), 'serve', ...process.argv.slice(2)],
    process.env,
  );
  return code === 130 ? 0 : code;
}

async function start() {
  if (!hasDisplay()) {
    say('There is no display: the workstation opens in the browser, at this address.');
    return await startInBrowser();
  }
  const electron = installedElectron() ?? (await downloadedElectron());
  if (electron === null) {
    say('There is no Electron binary: the workstation opens in the browser, at this address.');
    return await startInBrowser();
  }
  const { opened, code } = await startInWindow(electron);
  if (opened) return code;
  say('Electron could not open its window: the workstation opens in the browser, at this address.');
  return await startInBrowser();
}

try {
  await build({ ifStale: true });
  process.exitCode = await start();
} catch (error) {
  say(
    `The workstation cannot be built: ${firstLine(error instanceof Error ? error.message : error)} See \`npm run build\`.`,
  );
  process.exitCode = 1;
}
