import { isMainThread } from 'node:worker_threads';
import { serveRunner } from './runner-process.ts';
import { serveTrials } from './trial-thread.ts';

/** One bundle for both ends of a sweep's runner: its process, and the threads in it. */
if (isMainThread) serveRunner(__filename);
else serveTrials();
