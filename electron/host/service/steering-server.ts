import { chmodSync, rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Logger } from '../../../core/base/logger.ts';
import { fail } from '../../../core/base/result.ts';
import { openSocketFolder, socketFolder } from './socket-folder.ts';
import { steer, type Steerable } from './steering.ts';

/** Longest request, in characters: none needs more than a line. */
const LONGEST_LINE = 4_096;

/**
 * Lets other programs of this user steer a session, one JSON document per line in each direction. Unix: a socket of
 * mode 0600 in a folder of mode 0700, so that the system refuses other users. A socket that cannot be opened is logged,
 * and the session runs without it.
 */
export function serveSteering(target: Steerable, userDir: string, logger: Logger): Disposable {
  const folder = socketFolder(userDir);
  const file = path.join(folder, `${process.pid}.sock`);
  const connections = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => socket.destroy());
    answerLines(socket, target);
  });
  const giveUp = (error: unknown): void => {
    server.close();
    logger.warn('the session cannot be steered', {
      reason: error instanceof Error ? error.message : String(error),
    });
  };
  server.on('error', giveUp);
  server.on('listening', () => {
    try {
      chmodSync(file, 0o600);
    } catch (error) {
      giveUp(error);
    }
  });
  try {
    openSocketFolder(folder);
    rmSync(file, { force: true });
    server.listen(file);
    server.unref();
  } catch (error) {
    giveUp(error);
  }
  return {
    [Symbol.dispose]() {
      for (const socket of connections) socket.destroy();
      server.close();
      rmSync(file, { force: true });
    },
  };
}

function answerLines(socket: net.Socket, target: Steerable): void {
  let waiting = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (waiting + text).split('\n');
    waiting = lines.pop() ?? '';
    for (const line of lines) {
      if (line.length > LONGEST_LINE) return refuseLine(socket);
      void answerLine(socket, target, line);
    }
    if (waiting.length > LONGEST_LINE) refuseLine(socket);
  });
}

function refuseLine(socket: net.Socket): void {
  socket.removeAllListeners('data');
  socket.end(`${JSON.stringify(fail('bad_usage', 'That line is too long.'))}\n`);
}

async function answerLine(socket: net.Socket, target: Steerable, line: string): Promise<void> {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    socket.write(`${JSON.stringify(fail('bad_usage', 'That is not JSON.'))}\n`);
    return;
  }
  const answer = await steer(target, message).catch((error: unknown) =>
    fail('unsupported', error instanceof Error ? error.message : String(error)),
  );
  if (!socket.destroyed) socket.write(`${JSON.stringify(answer)}\n`);
}
