import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommandLine } from '../../electron/cli/main.ts';

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program in this process: the same commands, its words caught. Works in a folder of its own. */
export interface CommandLine extends Disposable {
  readonly cwd: string;
  tapedeck(...args: readonly string[]): Promise<Said>;
  /** The same, to be interrupted as by Ctrl-C. */
  interruptible(signal: AbortSignal, ...args: readonly string[]): Promise<Said>;
}

export function commandLine(): CommandLine {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-test-'));
  return {
    cwd,
    tapedeck(...args) {
      return this.interruptible(new AbortController().signal, ...args);
    },
    async interruptible(signal, ...args) {
      let stdout = '';
      let stderr = '';
      const code = await runCommandLine(args, {
        stdout: (text) => {
          stdout += text;
        },
        stderr: (text) => {
          stderr += text;
        },
        isTty: false,
        env: { TAPEDECK_USER_DIR: path.join(cwd, 'user'), TAPEDECK_DATA: path.join(cwd, 'data') },
        cwd,
        signal,
      });
      return { code, stdout, stderr };
    },
    [Symbol.dispose]() {
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}
