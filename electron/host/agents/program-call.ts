import { spawn } from 'node:child_process';
import { fail, ok, type Result } from '../../../core/base/result.ts';

/** How a command of this program is started for an agent. */
export interface ProgramCalls {
  /** The words that start the program. */
  readonly program: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Working folder of every command: relative paths in commands are resolved here. */
  readonly cwd: string;
  /** A command that takes longer is ended. */
  readonly limitMs: number;
}

export interface ProgramAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Standard output that is kept of one command, in characters: a larger answer is a mistake. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * Runs one command in a process of its own, so that code that an agent wrote can end that process and nothing else. Fails
 * where the program cannot be started or takes too long.
 */
export function callProgram(
  { program, env, cwd, limitMs }: ProgramCalls,
  words: readonly string[],
): Promise<Result<ProgramAnswer>> {
  const [file = '', ...first] = program;
  return new Promise((resolve) => {
    const child = spawn(file, [...first, ...words], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      if (stdout.length < MAX_OUTPUT) stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < MAX_OUTPUT) stderr += chunk.toString();
    });
    const alarm = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(fail('cancelled', `${words[0]} took longer than ${limitMs / 1_000} s and was ended.`));
    }, limitMs);
    child.on('error', (error) => {
      clearTimeout(alarm);
      resolve(fail('engine_gone', `The program does not start: ${error.message}`));
    });
    child.on('close', (code) => {
      clearTimeout(alarm);
      resolve(ok({ code: code ?? 1, stdout, stderr }));
    });
  });
}
