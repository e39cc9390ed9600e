import { nearestWord } from '../../core/base/nearest-word.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { programVersion } from '../hosting/program-version.ts';

/** Runs with the words behind the command's name; resolves to the exit code. */
export type Command = (args: string[], io: CommandIo) => Promise<number>;

interface CommandEntry {
  readonly name: string;
  /** What it does, in a line of `tapedeck --help`. */
  readonly summary: string;
  /** Loads the command when it is wanted, so that no command pays for another's modules. */
  readonly load: () => Promise<Command>;
}

/** Every command there is, in the order of `--help`. */
const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'runs the session(s) of a config to the end',
    load: async () => (await import('./run-command.ts')).runCommand,
  },
  {
    name: 'replay',
    summary: "runs a run folder's journal again and compares the event log",
    load: async () => (await import('./replay-command.ts')).replayCommand,
  },
  {
    name: 'validate',
    summary: 'says whether symbols can join a session, and why not',
    load: async () => (await import('./validate-command.ts')).validateCommand,
  },
  {
    name: 'calendar',
    summary: 'prints the trading sessions between two days',
    load: async () => (await import('./calendar-command.ts')).calendarCommand,
  },
  {
    name: 'serve',
    summary: 'opens the workstation in a browser on this machine',
    load: async () => (await import('./serve-command.ts')).serveCommand,
  },
  {
    name: 'doctor',
    summary: 'says what it found: versions, folders, Electron',
    load: async () => (await import('./doctor-command.ts')).doctorCommand,
  },
];

/** Finds the command that the first word names and runs it with the others. */
export async function runCommandLine([word, ...args]: readonly string[], io: CommandIo): Promise<number> {
  if (word === '--version') {
    io.stdout(`${programVersion()}\n`);
    return EXIT.done;
  }
  if (word === '--help' || word === '-h' || word === 'help') {
    io.stdout(overview());
    return EXIT.done;
  }
  if (word === undefined) {
    io.stderr(overview());
    return EXIT.usage;
  }
  const entry = COMMANDS.find(({ name }) => name === word);
  if (entry === undefined) return unknownCommand(word, io);
  const command = await entry.load();
  return await command(args, io);
}

function unknownCommand(word: string, io: CommandIo): number {
  const nearest = nearestWord(
    word,
    COMMANDS.map(({ name }) => name),
  );
  const guess = nearest === undefined ? 'See `tapedeck --help`.' : `Did you mean \`tapedeck ${nearest}\`?`;
  io.stderr(`There is no command "${word}". ${guess}\n`);
  return EXIT.usage;
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length)) + 2;
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
  return `tapedeck <command> [options]

${lines.join('\n')}

  tapedeck <command> --help   options of a command, with an example
  tapedeck --version
`;
}
