import { createInterface } from 'node:readline';
import { EXIT, type CommandIo } from './command-io.ts';
import { runCommandLine } from './main.ts';

/** The program `tapedeck`: connects the command line to this process. */

// The reader of our output may stop reading: `tapedeck data get … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed),
);

const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // A second Ctrl-C ends the process immediately.
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort();
  });
}

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await new Promise<string>((resolve) => {
    terminal.question(question, resolve);
    // Ctrl-C and the end of the input are no.
    terminal.once('close', () => resolve(''));
  });
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

const io: CommandIo = {
  stdout: (text) => void process.stdout.write(text),
  stdoutBytes: (bytes) => void process.stdout.write(bytes),
  stderr: (text) => void process.stderr.write(text),
  isTty: process.stderr.isTTY,
  ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
  env: process.env,
  cwd: process.cwd(),
  signal: interrupt.signal,
};

// The output in the pipe is written before the process ends, even if other handles are still open.
const end = (code: number): void => void process.stdout.write('', () => process.exit(code));

runCommandLine(process.argv.slice(2), io).then(end, (error: unknown) => {
  io.stderr(`tapedeck: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  end(EXIT.failed);
});
