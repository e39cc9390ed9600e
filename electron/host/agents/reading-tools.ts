import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { agentAnswered, paged, refused, type ToolAnswer } from './agent-answer.ts';
import { configNames, findConfig, findRun, listRuns, runHash, type AgentPlaces } from './agent-folder.ts';
import {
  answerOf,
  wordOf,
  config,
  page,
  run,
  type AgentOptions,
  type AgentTool,
  type Call,
  type Given,
} from './agent-tool.ts';
import { equityPicture } from './equity-picture.ts';

/** Tools that read, and write nothing. */
export function readingTools(options: AgentOptions): readonly AgentTool[] {
  const { places } = options;
  return [
    readingTool(
      'symbols',
      'Symbols of the bar store with intervals and first and last month.',
      z.object({ page }),
      (given) => answerOf(options, ['data', 'symbols', '--json'], given),
    ),
    readingTool('configs', 'Names of the session configs.', z.object({}), () =>
      Promise.resolve(paged(configNames(places.configs))),
    ),
    readingTool('strategies', 'Strategies and scanners with their parameters.', z.object({ page }), (given) =>
      answerOf(options, ['strategies', '--json'], given),
    ),
    readingTool('runs', 'Runs and sweeps that can be named, newest first.', z.object({ page }), (given) =>
      Promise.resolve(agentAnswered(ok(listRuns(places)), given['page'] as number | undefined)),
    ),
    readingTool(
      'validate',
      'Whether symbols have what a config asks for, without loading.',
      z.object({ config, symbols: z.array(z.string()).max(100).optional(), page }),
      async (given) => {
        const file = findConfig(places, wordOf(given, 'config'));
        if (!file.ok) return refused(file.failure);
        const symbols = (given['symbols'] as string[] | undefined) ?? [];
        return answerOf(options, ['validate', file.value, ...symbols.filter(isWord), '--json'], given);
      },
    ),
    readingTool(
      'report',
      'Figures of a run with its hash: performance, trades, groups. part: figures, trades, orders or equity.',
      z.object({ run, part: z.enum(['figures', 'trades', 'orders', 'equity']).optional(), page }),
      (given) => Promise.resolve(reportOf(places, given)),
    ),
    readingTool('chart', 'Picture of the equity of a run.', z.object({ run }), (given) =>
      Promise.resolve(chartOf(places, wordOf(given, 'run'))),
    ),
    readingTool(
      'replay',
      'Plays the journal of a run of known code again and compares byte for byte.',
      z.object({ run }),
      async (given) => {
        const folder = findRun(places, wordOf(given, 'run'));
        return folder.ok
          ? answerOf(options, ['replay', folder.value, '--json'], given)
          : refused(folder.failure);
      },
    ),
    readingTool(
      'trust',
      'Judges the best trial of a sweep: figures, verdict, and a sentence for each.',
      z.object({ run }),
      async (given) => {
        const folder = findRun(places, wordOf(given, 'run'));
        return folder.ok
          ? answerOf(options, ['trust', folder.value, '--json'], given)
          : refused(folder.failure);
      },
    ),
  ];
}

const readingTool = (name: string, description: string, input: z.ZodObject, call: Call): AgentTool => ({
  name,
  description,
  input,
  plays: false,
  call,
});

/** No word of an agent is read as an option. */
const isWord = (text: string): boolean => !text.startsWith('-');

function reportOf(places: AgentPlaces, given: Given): ToolAnswer {
  const folder = findRun(places, wordOf(given, 'run'));
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
