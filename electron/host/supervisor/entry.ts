import { isMainThread } from 'node:worker_threads';
import { serveProcess } from './serve-process.ts';
import { serveThread } from '../service/engine-thread.ts';

/** The engine's bundle, twice: the main thread of its process, and the thread in it that the engine runs in. */

if (isMainThread) serveProcess(__filename);
else serveThread();
