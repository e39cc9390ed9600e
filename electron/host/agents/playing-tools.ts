import path from 'node:path';
import { z } from 'zod';
import { ok } from '../../../core/base/result.ts';
import type { RunSummary } from '../../../core/session-coordinator/results/run-summary.ts';
import { agentAnswered, paged, refused, type ToolAnswer } from './agent-answer.ts';
import { findConfig, findRun, newPlace, runHash, writeStrategy } from './agent-folder.ts';
import {
  answerOf,
  wordOf,
  config,
  run,
  type AgentOptions,
  type AgentTool,
  type Call,
  type Given,
} from './agent-tool.ts';
import { callProgram } from './program-call.ts';

/** Warnings of a run that an answer repeats; the others are counted. */
const MAX_WARNINGS = 20;

const strategy = z
  .string()
  .describe('A built-in strategy or agent-NAME.ts, with parameters: sma-cross,fast=5,slow=20');
const commands = z
  .array(z.string())
  .max(50)
  .optional()
  .describe('Commands in exchange time: "10:00 add AAPL".');

/** Tools that play into the agent's own folder. */
export function playingTools(options: AgentOptions): readonly AgentTool[] {
  const { places, maxTrials } = options;
  const name = z.string().describe('Name of the new run, in the folder of agents.');
  return [
    playingTool(
      'write_strategy',
      'Keeps the text of a strategy (TypeScript, defineStrategy of tapedeck/strategy) as agent-NAME.ts.',
      z.object({ name: z.string(), text: z.string() }),
      (given) => {
        const file = writeStrategy(places, wordOf(given, 'name'), wordOf(given, 'text'));
        return Promise.resolve(
          file.ok ? paged(`${path.basename(file.value)} is kept.`) : refused(file.failure),
        );
      },
    ),
    playingTool(
      'check',
      'Plays a strategy to see whether it looks ahead, repeats, and survives twice the costs.',
      z.object({ config, strategy }),
      async (given) => {
        const file = findConfig(places, wordOf(given, 'config'));
        return file.ok
          ? answerOf(options, ['check', wordOf(given, 'strategy'), '--config', file.value, '--json'], given)
          : refused(file.failure);
      },
    ),
    playingTool(
      'run',
      'Plays a config to its end and answers with summary and hash.',
      z.object({ config, strategy: strategy.optional(), at: commands, name }),
      async (given) => {
        const file = findConfig(places, wordOf(given, 'config'));
        if (!file.ok) return refused(file.failure);
        const chosen = given['strategy'] === undefined ? [] : ['--strategy', wordOf(given, 'strategy')];
        return played(options, given, ['run', file.value, '--speed', '0', ...chosen, ...timed(given)]);
      },
    ),
    playingTool(
      'fork',
      'The past of a run up to a time, and another future.',
      z.object({ run, until: z.string(), at: commands, name }),
      async (given) => {
        const folder = findRun(places, wordOf(given, 'run'));
        if (!folder.ok) return refused(folder.failure);
        return played(options, given, [
          'replay',
          folder.value,
          '--until',
          wordOf(given, 'until'),
          ...timed(given),
        ]);
      },
    ),
    playingTool(
      'sweep',
      `Tries sets of a strategy's parameters, at most ${maxTrials} trials; then ask trust.`,
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

const playingTool = (name: string, description: string, input: z.ZodObject, call: Call): AgentTool => ({
  name,
  description,
  input,
  plays: true,
  call,
});

const timed = (given: Given): readonly string[] =>
  ((given['at'] as string[] | undefined) ?? []).flatMap((each) => ['--at', each]);

/** Plays into a new folder of the agent; the answer has the result and the run's hash. */
async function played(options: AgentOptions, given: Given, words: readonly string[]): Promise<ToolAnswer> {
  const folder = newPlace(options.places, wordOf(given, 'name'));
  if (!folder.ok) return refused(folder.failure);
  const answer = await callProgram(options, [...words, '--out', folder.value, '--json']);
  if (!answer.ok) return refused(answer.failure);
  const { stdout, stderr } = answer.value;
  const summary = jsonOf(stdout);
  if (summary === undefined) return refused({ code: 'bad_usage', message: stderr.trim() });
  const { outcome, days, results } = summary as Partial<RunSummary>;
  const warnings = stderr.split('\n').filter((line) => line.startsWith('warning'));
  return agentAnswered(
    ok({
      run: given['name'],
      hash: runHash(folder.value),
      outcome,
      days,
      results,
      warnings: warnings.slice(0, MAX_WARNINGS),
      more_warnings: Math.max(0, warnings.length - MAX_WARNINGS),
    }),
  );
}

async function sweepOf(options: AgentOptions, given: Given): Promise<ToolAnswer> {
  const { places, maxTrials } = options;
  const file = findConfig(places, wordOf(given, 'config'));
  if (!file.ok) return refused(file.failure);
  const folder = newPlace(places, wordOf(given, 'name'));
  if (!folder.ok) return refused(folder.failure);
  const axes = Object.entries(given['params'] as Record<string, string>);
  const params = axes.flatMap(([name, values]) => ['--param', `${name}=${values}`]);
  const where = given['where'] === undefined ? [] : ['--where', wordOf(given, 'where')];
  const objective = ['--objective', wordOf(given, 'objective', 'sharpe')];
  const words = [
    'sweep',
    file.value,
    '--strategy',
    wordOf(given, 'strategy'),
    ...params,
    ...where,
    ...objective,
  ];
  return answerOf(
    options,
    [...words, '--trials', String(maxTrials), '--keep', '1', '--out', folder.value, '--json'],
    given,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
