import { nearestWord } from '../../core/base/nearest-word.ts';
import type { Failure } from '../../core/base/result.ts';
import { programVersion } from '../host/program/program-version.ts';
import { checkUserData } from '../host/program/user-data/prepare-user-data.ts';
import { userFolder } from '../host/program/user-folders.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure } from './failures.ts';

/** Runs with the words after the command's name; resolves to the exit code. */
export type Command = (args: string[], io: CommandIo) => Promise<number>;

interface CommandEntry {
  readonly name: string;
  /** Its purpose, in one line of `tapedeck --help`. */
  readonly summary: string;
  /** Loads the command on demand, so that no command pays for another's modules. */
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of `--help`. */
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
    name: 'resume',
    summary: 'resumes a run that a crash cut short',
    load: async () => (await import('./resume-command.ts')).resumeCommand,
  },
  {
    name: 'report',
    summary: 'prints the trading results of a run',
    load: async () => (await import('./report-command.ts')).reportCommand,
  },
  {
    name: 'validate',
    summary: 'checks whether symbols can join a session, and why not',
    load: async () => (await import('./validate-command.ts')).validateCommand,
  },
  {
    name: 'strategies',
    summary: 'lists strategies and scanners with their parameters',
    load: async () => (await import('./strategies-command.ts')).strategiesCommand,
  },
  {
    name: 'check',
    summary: 'checks whether the results of a strategy can be trusted',
    load: async () => (await import('./check-command.ts')).checkCommand,
  },
  {
    name: 'new strategy',
    summary: 'creates a new strategy from a template',
    load: async () => (await import('./new-strategy-command.ts')).newStrategyCommand,
  },
  {
    name: 'new scanner',
    summary: 'creates a new scanner from a template',
    load: async () => (await import('./new-strategy-command.ts')).newScannerCommand,
  },
  {
    name: 'import',
    summary: 'reads files of bars into the store: proposes first, writes with --yes',
    load: async () => (await import('./import-command.ts')).importCommand,
  },
  {
    name: 'download binance',
    summary: "fills the bar store with coins from Binance's public history, without an account",
    load: async () => (await import('./download-binance-command.ts')).downloadBinanceCommand,
  },
  {
    name: 'download alpaca',
    summary: "fills the bar store from Alpaca's history",
    load: async () => (await import('./download-command.ts')).downloadAlpacaCommand,
  },
  {
    name: 'data symbols',
    summary: 'lists the symbols of the bar store',
    load: async () => (await import('./data-commands.ts')).dataSymbolsCommand,
  },
  {
    name: 'data availability',
    summary: 'lists the stored days of a symbol',
    load: async () => (await import('./data-commands.ts')).dataAvailabilityCommand,
  },
  {
    name: 'data quality',
    summary: 'lists missing and doubtful bars of a symbol',
    load: async () => (await import('./data-quality-command.ts')).dataQualityCommand,
  },
  {
    name: 'data compare',
    summary: 'compares stored bars with a file, a folder or another store',
    load: async () => (await import('./data-compare-command.ts')).dataCompareCommand,
  },
  {
    name: 'data get',
    summary: 'prints the bars of a symbol',
    load: async () => (await import('./data-commands.ts')).dataGetCommand,
  },
  {
    name: 'data index',
    summary: 'indexes the files of a bar store for a web server',
    load: async () => (await import('./data-index-command.ts')).dataIndexCommand,
  },
  {
    name: 'sample',
    summary: 'fills the bar store with the generated sample',
    load: async () => (await import('./sample-command.ts')).sampleCommand,
  },
  {
    name: 'calendar',
    summary: 'prints the trading sessions between two days',
    load: async () => (await import('./calendar-command.ts')).calendarCommand,
  },
  {
    name: 'session',
    summary: 'steers the session that runs on this machine',
    load: async () => (await import('./steering-command.ts')).steeringCommand,
  },
  {
    name: 'serve',
    summary: 'opens the workstation in a browser on this machine',
    load: async () => (await import('./serve-command.ts')).serveCommand,
  },
  {
    name: 'live',
    summary: "runs today's session from a live feed, or from the simulator",
    load: async () => (await import('./live-command.ts')).liveCommand,
  },
  {
    name: 'feed-sim',
    summary: "plays a market data vendor on this machine: Alpaca's stream and history, with faults",
    load: async () => (await import('./feed-sim-command.ts')).feedSimCommand,
  },
  {
    name: 'demo',
    summary: 'replays a day of the sample without a window and prints the events',
    load: async () => (await import('./demo-command.ts')).demoCommand,
  },
  {
    name: 'bundle',
    summary: 'packs a run into one file to hand on',
    load: async () => (await import('./bundle-command.ts')).bundleCommand,
  },
  {
    name: 'open',
    summary: 'checks and unpacks a bundle of a run',
    load: async () => (await import('./open-command.ts')).openCommand,
  },
  {
    name: 'mcp',
    summary: 'serves agents by the Model Context Protocol',
    load: async () => (await import('./mcp-command.ts')).mcpCommand,
  },
  {
    name: 'sweep',
    summary: "tries sets of a strategy's parameters and writes a table of the results",
    load: async () => (await import('./sweep-command.ts')).sweepCommand,
  },
  {
    name: 'walk-forward',
    summary: 'chooses parameters on some days and tests them on the days after, again and again',
    load: async () => (await import('./walk-forward-command.ts')).walkForwardCommand,
  },
  {
    name: 'trust',
    summary: 'judges the best trial of a sweep: how likely is it luck?',
    load: async () => (await import('./trust-command.ts')).trustCommand,
  },
  {
    name: 'bench',
    summary: 'measures the engine, as ratios',
    load: async () => (await import('./bench-command.ts')).benchCommand,
  },
  {
    name: 'doctor',
    summary: 'prints versions, folders and settings for a problem report',
    load: async () => (await import('./doctor-command.ts')).doctorCommand,
  },
];

const NAMES: readonly string[] = COMMANDS.map(({ name }) => name);

/** Finds the command that the first word or two name and runs it with the others. */
export async function runCommandLine(words: readonly string[], io: CommandIo): Promise<number> {
  const [first, second] = words;
  if (first === undefined) {
    io.stderr(overview(NAMES));
    return EXIT.usage;
  }
  if (first === '--version') return printed(`${programVersion()}\n`, io);
  if (isHelp(first)) return printed(overview(NAMES), io);
  const group = NAMES.filter((name) => name.startsWith(`${first} `));
  if (group.length > 0 && (second === undefined || isHelp(second))) return printed(overview(group), io);
  const name = group.length > 0 ? `${first} ${second}` : first;
  const entry = COMMANDS.find((candidate) => candidate.name === name);
  if (entry === undefined) return unknownCommand(name, io);
  const needsNone = DO_WITHOUT.has(name) || words.some(isHelp);
  const unusable = needsNone ? undefined : whyUnusable(io);
  if (unusable !== undefined) return printFailure(io, unusable);
  const command = await entry.load();
  return await command(words.slice(group.length > 0 ? 2 : 1), io);
}

/** Commands that neither read nor write the user's folder. */
const DO_WITHOUT: ReadonlySet<string> = new Set(['calendar', 'doctor', 'feed-sim', 'bench']);

/** A newer program's folder is refused, an older program's is migrated, as by the window. */
function whyUnusable(io: CommandIo): Failure | undefined {
  const userDir = userFolder(io.env);
  const checked = checkUserData(userDir, programVersion());
  if (!checked.ok) return checked.failure;
  const { backup } = checked.value;
  if (backup !== undefined)
    io.stderr(`${userDir} was migrated from an older Tapedeck; a backup is in ${backup}.\n`);
  return undefined;
}

const isHelp = (word: string): boolean => word === '--help' || word === '-h' || word === 'help';

function printed(text: string, io: CommandIo): number {
  io.stdout(text);
  return EXIT.done;
}

function unknownCommand(name: string, io: CommandIo): number {
  const nearest = nearestWord(name, NAMES);
  const guess = nearest === undefined ? 'See `tapedeck --help`.' : `Did you mean \`tapedeck ${nearest}\`?`;
  io.stderr(`There is no command "${name}". ${guess}\n`);
  return EXIT.usage;
}

function overview(names: readonly string[]): string {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const listed = COMMANDS.filter(({ name }) => names.includes(name));
  const lines = listed.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
  return `tapedeck <command> [options]

${lines.join('\n')}

  tapedeck <command> --help   options of a command, with an example
  tapedeck --version
`;
}
