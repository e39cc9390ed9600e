import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Longest address of a Unix socket that every system takes, in bytes (macOS: 104 with the zero at its end). */
const LONGEST_ADDRESS = 103;

/** Longest name of a socket: with the largest process id of Linux. */
const LONGEST_NAME = '4194304.sock';

/**
 * The folder for the sockets of running engines: in the user's folder, or, where their addresses would be too long
 * there, in a folder of this user's among the temporary files, named for the user's folder. Only this user may access
 * either.
 */
export function socketFolder(userDir: string): string {
  const own = path.join(userDir, 'engines');
  if (fits(own)) return own;
  const name = createHash('sha256').update(path.resolve(userDir)).digest('hex').slice(0, 12);
  const places = [os.tmpdir(), '/tmp'].map((parent) =>
    path.join(parent, `tapedeck-${ownUid() ?? ''}-${name}`),
  );
  return places.find(fits) ?? own;
}

/**
 * Creates the folder, or restricts an existing one to this user. Throws when it belongs to another user, or on failure.
 */
export function openSocketFolder(folder: string): void {
  if (!fits(folder)) throw new Error(`${folder} is too long a path for a socket`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isOwn(folder)) throw new Error(`${folder} belongs to another user`);
  chmodSync(folder, 0o700);
}

/** Addresses of the engines that may be running, newest process first; none from a folder of another user. */
export function engineSockets(userDir: string): readonly string[] {
  const folder = socketFolder(userDir);
  try {
    if (!isOwn(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith('.sock'))
      .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

const fits = (folder: string): boolean =>
  Buffer.byteLength(path.join(folder, LONGEST_NAME)) <= LONGEST_ADDRESS;

/** Undefined on systems without user numbers. */
const ownUid = (): number | undefined => process.getuid?.();

function isOwn(folder: string): boolean {
  const found = lstatSync(folder);
  const uid = ownUid();
  return found.isDirectory() && (uid === undefined || found.uid === uid);
}
