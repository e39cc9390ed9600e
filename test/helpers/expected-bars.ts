import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commandLine, type CommandLine, type Said } from './command-line.ts';
import { readStoredSeries, type StoredBar } from './stored-bars.ts';

interface ExpectedBar extends Omit<StoredBar, 't'> {
  /** UTC, or the exchange's date of a daily bar. */
  readonly t: string;
}

/** The required result for the file of a case; see the README beside the cases. */
export interface FileCase {
  readonly file: string;
  readonly flags?: string;
  readonly interval?: string;
  readonly zone?: string;
  readonly or?: string | readonly string[];
  readonly says?: string;
  readonly answer?: string;
  readonly run?: {
    readonly config: string;
    readonly args?: readonly string[];
    readonly accept: readonly { readonly delivered?: Readonly<Record<string, number>> }[];
  };
  readonly series: readonly { readonly symbol: string; readonly bars: readonly ExpectedBar[] }[];
}

/** The folder of the small cases beside the checkout; undefined, said once, where it is absent. */
export function casesFolder(name: string): string | undefined {
  const folder = path.resolve(import.meta.dirname, '../../../shared/cases', name);
  if (existsSync(folder)) return folder;
  process.stderr.write(`skipped: no cases at ../shared/cases/${name}\n`);
  return undefined;
}

export const readFileCases = (
  folder: string,
): readonly { readonly name: string; readonly wanted: FileCase }[] =>
  readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'expected.json')))
    .sort()
    .map((name) => ({
      name,
      wanted: JSON.parse(readFileSync(path.join(folder, name, 'expected.json'), 'utf8')) as FileCase,
    }));

/** The words of a command line, quotes around those with blanks. */
const wordsOf = (text: string): readonly string[] =>
  Array.from(text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g), ([, a, b, c]) => a ?? b ?? c ?? '');

/**
 * Imports a case's file through the command line and returns why the outcome is wrong; undefined where it is right.
 * An alternative answer that the case allows (`or`) is right, too.
 */
export async function whyWrong(folder: string, wanted: FileCase): Promise<string | undefined> {
  const file = path.join(folder, wanted.file);
  const flags = wordsOf(wanted.flags ?? '');
  using line = commandLine();
  const said = await line.tapedeck('import', file, ...flags, '--yes');
  const wrong = await whyBarsDiffer(line, wanted);
  if (wrong === undefined && wanted.series.length > 0) return await whyRunIsWrong(line, folder, wanted);
  const allowed = [wanted.or ?? []].flat();
  const problems = [`import: exit ${said.code}, ${wrong}\n${said.stdout}${said.stderr}`];
  for (const answer of allowed) {
    const problem = await (answer === 'refused' ? whyNotRefused : whyNotAsked)({
      line,
      said,
      file,
      flags,
      wanted,
    });
    if (problem === undefined) return undefined;
    problems.push(problem);
  }
  return problems.join('\n');
}

interface Attempt {
  readonly line: CommandLine;
  readonly said: Said;
  readonly file: string;
  readonly flags: readonly string[];
  readonly wanted: FileCase;
}

async function whyNotRefused({ line, said, wanted }: Attempt): Promise<string | undefined> {
  if (said.code === 0) return 'refused: exit code 0';
  if ((await readStoredSeries(path.join(line.cwd, 'data'))).length > 0) return 'refused: bars were stored';
  return saysIt(wanted, `${said.stdout}${said.stderr}`) ? undefined : `refused: does not say ${wanted.says}`;
}

async function whyNotAsked({ file, flags, wanted, said, line }: Attempt): Promise<string | undefined> {
  if (said.code !== 2) return `asked: --yes ends with ${said.code}`;
  if ((await readStoredSeries(path.join(line.cwd, 'data'))).length > 0) return 'asked: bars were stored';
  using other = commandLine();
  const looked = await other.tapedeck('import', file, ...flags);
  const text = `${looked.stdout}${looked.stderr}`;
  if (looked.code === 0 && !/^\s*\?/m.test(text)) return `asked: no line begins with ?\n${text}`;
  if (!saysIt(wanted, text)) return `asked: does not say ${wanted.says}\n${text}`;
  if (wanted.answer === undefined || wanted.series.length === 0) return undefined;
  const answered = await other.tapedeck('import', file, ...flags, ...wordsOf(wanted.answer), '--yes');
  const wrong = await whyBarsDiffer(other, wanted);
  return wrong === undefined ? undefined : `answered: ${wrong}\n${answered.stdout}${answered.stderr}`;
}

const saysIt = ({ says }: FileCase, text: string): boolean =>
  says === undefined || new RegExp(says, 'i').test(text);

async function whyBarsDiffer(line: CommandLine, wanted: FileCase): Promise<string | undefined> {
  const stored = await readStoredSeries(path.join(line.cwd, 'data'));
  const names = (list: readonly string[]): string => [...list].sort().join(', ');
  const interval = wanted.interval ?? '';
  const have = names(stored.map((each) => `${each.symbol} ${each.interval}`));
  const want = names(wanted.series.map(({ symbol }) => `${symbol} ${interval}`));
  if (have !== want) return `stored ${have || 'nothing'}, wanted ${want || 'nothing'}`;
  for (const { symbol, bars } of wanted.series) {
    const own = [...(stored.find((each) => each.symbol === symbol)?.bars ?? [])].sort((a, b) => a.t - b.t);
    if (own.length !== bars.length) return `${symbol}: ${own.length} bars, wanted ${bars.length}`;
    for (const [index, bar] of own.entries()) {
      const problem = whyBarDiffers(bar, bars[index] as ExpectedBar, wanted);
      if (problem !== undefined) return `${symbol}, bar ${index}: ${problem}`;
    }
  }
  return undefined;
}

function whyBarDiffers(
  bar: StoredBar,
  wanted: ExpectedBar,
  { interval, zone }: FileCase,
): string | undefined {
  const shown =
    interval === '1d'
      ? new Intl.DateTimeFormat('en-CA', { timeZone: zone ?? 'America/New_York' }).format(bar.t)
      : bar.t;
  const time = interval === '1d' ? wanted.t.slice(0, 10) : Date.parse(wanted.t);
  if (shown !== time) return `time ${shown}, wanted ${time} (${wanted.t})`;
  for (const key of ['o', 'h', 'l', 'c', 'v'] as const) {
    const tolerance = 1e-9 * Math.abs(wanted[key]);
    if (!(Math.abs(bar[key] - wanted[key]) <= tolerance)) return `${key} ${bar[key]}, wanted ${wanted[key]}`;
  }
  return undefined;
}

/** Bars that a run of the case delivers; fills and reports of runs are the cases of execution. */
async function whyRunIsWrong(
  line: CommandLine,
  folder: string,
  { run }: FileCase,
): Promise<string | undefined> {
  const delivered = run?.accept.find((accept) => accept.delivered !== undefined)?.delivered;
  if (run === undefined || delivered === undefined) return undefined;
  const config = path.join(folder, run.config);
  const said = await line.tapedeck('run', config, ...(run.args ?? []), '--out', path.join(line.cwd, 'RUN'));
  const summary = path.join(line.cwd, 'RUN', 'summary.json');
  if (!existsSync(summary)) return `run: exit ${said.code}\n${said.stdout}${said.stderr}`;
  const text = readFileSync(summary, 'utf8');
  const got = deliveredOf(JSON.parse(text) as unknown);
  const wrong = Object.entries(delivered).filter(([symbol, bars]) => got.get(symbol) !== bars);
  return wrong.length === 0
    ? undefined
    : `run: delivered ${JSON.stringify([...got])}\n${text.slice(0, 2_000)}`;
}

/** Bars of 1m per symbol that the sessions of a run have delivered. */
function deliveredOf(summary: unknown): ReadonlyMap<string, number> {
  const { symbols = {} } = summary as {
    readonly symbols?: Readonly<Record<string, { readonly bars?: Readonly<Record<string, number>> }>>;
  };
  return new Map(Object.entries(symbols).map(([symbol, { bars = {} }]) => [symbol, bars['1m'] ?? 0]));
}
