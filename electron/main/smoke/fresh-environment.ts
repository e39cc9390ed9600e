import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The environment with a user's folder that is new and empty, and no bar store but the one in it. */
export function freshEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const userDir = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-smoke-'));
  return { ...env, TAPEDECK_USER_DIR: userDir, TAPEDECK_DATA: undefined };
}
