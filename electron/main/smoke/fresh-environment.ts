import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The environment with a new, empty user's folder, and the bar store inside it as the only one. */
export function freshEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const userDir = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-smoke-'));
  return { ...env, TAPEDECK_USER_DIR: userDir, TAPEDECK_DATA: undefined };
}
