import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { lineChart } from '../../../core/report/page/line-chart.ts';
import { answered, paged, refused, type ToolAnswer } from './agent-answer.ts';
import {
  configNames,
  findConfig,
  findRun,
  listRuns,
  newPlace,
  runHash,
  writeStrategy,
  type AgentPlaces,
} from './agent-folder.ts';
import { callProgram, type ProgramCalls } from './program-call.ts';

export interface AgentTool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** Whether the tool plays or writes: offered only with --allow-run. */
  readonly plays: boolean;
  call(given: Readonly<Record<string, unknown>>): Promise<ToolAnswer>;
}

export interface AgentOptions extends ProgramCalls {
  readonly places: AgentPlaces;
  readonly maxTrials: number;
}

const page = z.number().int().min(1).optional().describe('Page of a long answer, from 1.');
const run = z.string().describe('Name of a run or a sweep, as the tool runs lists it.');
const config = z.string().describe('Name of a session config, such as sample-week.');
const strategy = z
  .string()
  .describe('A built-in strategy or agent-NAME.ts, with parameters: sma-cross,fast=5,slow=20');
const commands = z.array(z.string()).max(50).optional().describe('Commands in exchange time: "10:00 add AAPL".');

/** Everything an agent can do. No tool writes to the bar store, to configs, or to a live session. */
export function agentTools(options: AgentOptions): readonly AgentTool[] {
  return [...readingTools(options), ...playingTools(options)];
}

function readingTools(options: AgentOptions): readonly AgentTool[] {
  const { places } = options;
  return [
    tool('symbols', 'Symbols of the bar store with intervals and first and last month.', z.object({ page }), (given) =>
      program(options, ['data', 'symbols', '--json'], given),
    ),
    tool('configs', 'Names of the session configs.', z.object({}), () =>
      Promise.resolve(paged(configNames(places.configs))),
    ),
    tool('strategies', 'Strategies and scanners with their parameters.', z.object({ page }), (given) =>
      program(options, ['strategies', '--json'], given),
    ),
    tool('runs', 'Runs and sweeps that can be named, newest first.', z.object({ page }), (given) =>
      Promise.resolve(answered(ok(listRuns(places)), given['page'] as number | undefined)),
    ),
    tool(
      'validate',
      'Whether symbols have what a config asks for, without loading.',
      z.object({ config, symbols: z.array(z.string()).max(100).optional(), page }),
      async (given) => {
        const file = findConfig(places, String(given['config']));
        if (!file.ok) return refused(file.failure);
        const symbols = (given['symbols'] as string[] | undefined) ?? [];
        return program(options, ['validate', file.value, ...symbols.filter(isWord), '--json'], given);
      },
    ),
    tool(
      'report',
      'Figures of a run with its hash: performance, trades, groups. part: figures, trades, orders or equity.',
      z.object({ run, part: z.enum(['figures', 'trades', 'orders', 'equity']).optional(), page }),
      (given) => Promise.resolve(reportOf(places, given)),
    ),
    tool('chart', 'Picture of the equity of a run.', z.object({ run }), (given) =>
      Promise.resolve(chartOf(places, String(given['run']))),
    ),
    tool('replay', 'Plays the journal of a run of known code again and compares byte for byte.', z.object({ run }), async (given) => {
      const folder = findRun(places, String(given['run']));
      return folder.ok ? program(options, ['replay', folder.value, '--json'], given) : refused(folder.failure);
    }),
    tool('trust', 'Judges the best trial of a sweep: figures, verdict, and a sentence for each.', z.object({ run }), async (given) => {
      const folder = findRun(places, String(given['run']));
      return folder.ok ? program(options, ['trust', folder.value, '--json'], given) : refused(folder.failure);
    }),
  ];
}

function playingTools(options: AgentOptions): readonly AgentTool[] {
  const { places, maxTrials } = options;
  const name = z.string().describe('Name of the new run, in the folder of agents.');
  return [
    playing('write_strategy', 'Keeps the text of a strategy (TypeScript, defineStrategy of tapedeck/strategy) as agent-NAME.ts.',
      z.object({ name: z.string(), text: z.string() }),
      (given) => {
        const file = writeStrategy(places, String(given['name']), String(given['text']));
        return Promise.resolve(file.ok ? paged(`${path.basename(file.value)} is kept.`) : refused(file.failure));
      },
    ),
    playing('check', 'Plays a strategy to see whether it looks ahead, repeats, and survives twice the costs.',
      z.object({ config, strategy }),
      async (given) => {
        const file = findConfig(places, String(given['config']));
        return file.ok
          ? program(options, ['check', String(given['strategy']), '--config', file.value, '--json'], given)
          : refused(file.failure);
      },
    ),
    playing('run', 'Plays a config to its end and answers with summary and hash.',
      z.object({ config, strategy: strategy.optional(), at: commands, name }),
      async (given) => {
        const file = findConfig(places, String(given['config']));
        if (!file.ok) return refused(file.failure);
        const chosen = given['strategy'] === undefined ? [] : ['--strategy', String(given['strategy'])];
        return played(options, given, ['run', file.value, '--speed', '0', ...chosen, ...timed(given)]);
      },
    ),
    playing('fork', 'The past of a run up to a time, and another future.',
      z.object({ run, until: z.string(), at: commands, name }),
      async (given) => {
        const folder = findRun(places, String(given['run']));
        if (!folder.ok) return refused(folder.failure);
        return played(options, given, ['replay', folder.value, '--until', String(given['until']), ...timed(given)]);
      },
    ),
    playing('sweep', `Tries sets of a strategy's parameters, at most ${maxTrials} trials; then ask trust.`,
      z.object({
        config,
        strategy,
        params: z.record(z.string(), z.string()).describe('By name: "5..20:5" or "20,50".'),
        where: z.string().optional(),
        objective: z.string().optional(),
        name,
      }),
      (given) => sweepOf(options, given),
    ),
  ];
}

type Given = Readonly<Record<string, unknown>>;
type Call = (given: Given) => Promise<ToolAnswer>;

const tool = (name: string, description: string, input: z.ZodObject, call: Call): AgentTool => ({
  name,
  description,
  input,
  plays: false,
  call,
});
const playing = (...words: Parameters<typeof tool>): AgentTool => ({ ...tool(...words), plays: true });

/** No word of an agent is read as an option. */
const isWord = (text: string): boolean => !text.startsWith('-');

const timed = (given: Given): readonly string[] =>
  ((given['at'] as string[] | undefined) ?? []).flatMap((each) => ['--at', each]);

async function program(options: AgentOptions, words: readonly string[], given: Given): Promise<ToolAnswer> {
  const answer = await callProgram(options, words);
  if (!answer.ok) return refused(answer.failure);
  const { code, stdout, stderr } = answer.value;
  const text = stdout.trim() === '' ? stderr.trim() : stdout.trim();
  const shown = paged(text, given['page'] as number | undefined);
  return code === 0 || stdout.trim() !== '' ? shown : { ...shown, isError: true };
}

/** Plays into a new folder of the agent; the answer has the summary and the run's hash. */
async function played(options: AgentOptions, given: Given, words: readonly string[]): Promise<ToolAnswer> {
  const folder = newPlace(options.places, String(given['name']));
  if (!folder.ok) return refused(folder.failure);
  const answer = await callProgram(options, [...words, '--out', folder.value, '--json']);
  if (!answer.ok) return refused(answer.failure);
  const { stdout, stderr } = answer.value;
  const summary = jsonOf(stdout);
  if (summary === undefined) return refused({ code: 'bad_usage', message: stderr.trim() });
  return answered(ok({ run: given['name'], hash: runHash(folder.value), warnings: stderr.trim(), summary }));
}

async function sweepOf(options: AgentOptions, given: Given): Promise<ToolAnswer> {
  const { places, maxTrials } = options;
  const file = findConfig(places, String(given['config']));
  if (!file.ok) return refused(file.failure);
  const folder = newPlace(places, String(given['name']));
  if (!folder.ok) return refused(folder.failure);
  const axes = Object.entries(given['params'] as Record<string, string>);
  const params = axes.flatMap(([name, values]) => ['--param', `${name}=${values}`]);
  const where = given['where'] === undefined ? [] : ['--where', String(given['where'])];
  const objective = ['--objective', String(given['objective'] ?? 'sharpe')];
  const words = ['sweep', file.value, '--strategy', String(given['strategy']), ...params, ...where, ...objective];
  return program(
    options,
    [...words, '--trials', String(maxTrials), '--keep', '1', '--out', folder.value, '--json'],
    given,
  );
}

function reportOf(places: AgentPlaces, given: Given): ToolAnswer {
  const folder = findRun(places, String(given['run']));
  if (!folder.ok) return refused(folder.failure);
  const part = (given['part'] as string | undefined) ?? 'figures';
  const read = part === 'figures' ? figuresOf(folder.value) : tableOf(folder.value, part);
  if (!read.ok) return refused(read.failure);
  return paged(`hash ${runHash(folder.value)}\n${read.value}`, given['page'] as number | undefined);
}

function figuresOf(folder: string): Result<string> {
  const report = readJson(path.join(folder, 'report.json'));
  if (report === undefined) return fail('missing_file', 'The run has no report: it has not ended.');
  const { trade_list: _trades, equity: _equity, ...figures } = report;
  return ok(JSON.stringify(figures, null, 1));
}

function tableOf(folder: string, name: string): Result<string> {
  try {
    return ok(readFileSync(path.join(folder, `${name}.csv`), 'utf8'));
  } catch {
    return fail('missing_file', `The run has no table ${name}.`);
  }
}

function chartOf(places: AgentPlaces, name: string): ToolAnswer {
  const folder = findRun(places, name);
  if (!folder.ok) return refused(folder.failure);
  const table = tableOf(folder.value, 'equity');
  if (!table.ok) return refused(table.failure);
  const [head = '', ...lines] = table.value.trim().split('\n');
  const names = head.split(',');
  const [clock, equity] = [names.indexOf('clock'), names.indexOf('equity')];
  const points = lines.map((line) => {
    const cells = line.split(',');
    return { at: Date.parse(cells[clock] ?? ''), value: Number(cells[equity]) };
  });
  const picture = equityPicture(points);
  return {
    content: [
      { type: 'text', text: `hash ${runHash(folder.value)}` },
      { type: 'image', data: Buffer.from(picture).toString('base64'), mimeType: 'image/svg+xml' },
    ],
  };
}

function readJson(file: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
