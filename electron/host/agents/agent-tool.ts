import { z } from 'zod';
import { paged, refused, type ToolAnswer } from './agent-answer.ts';
import type { AgentPlaces } from './agent-folder.ts';
import { callProgram, type ProgramCalls } from './program-call.ts';

/** The words of one call, as the tool's schema let them through. */
export type Given = Readonly<Record<string, unknown>>;
export type Call = (given: Given) => Promise<ToolAnswer>;

export interface AgentTool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** Whether the tool plays or writes: offered only with --allow-run. */
  readonly plays: boolean;
  readonly call: Call;
}

export interface AgentOptions extends ProgramCalls {
  readonly places: AgentPlaces;
  readonly maxTrials: number;
}

export const page = z.number().int().min(1).optional().describe('Page of a long answer, from 1.');
export const run = z.string().describe('Name of a run or a sweep, as the tool runs lists it.');
export const config = z.string().describe('Name of a session config, such as sample-week.');

/** A text of a call; the fallback where it was left out. */
export function wordOf(given: Given, key: string, fallback = ''): string {
  const value = given[key];
  return typeof value === 'string' ? value : fallback;
}

/** Runs a command and answers with its output; an error where it printed nothing but a sentence. */
export async function answerOf(
  options: AgentOptions,
  words: readonly string[],
  given: Given,
): Promise<ToolAnswer> {
  const answer = await callProgram(options, words);
  if (!answer.ok) return refused(answer.failure);
  const { code, stdout, stderr } = answer.value;
  const printed = stdout.trim();
  const shown = paged(printed === '' ? stderr.trim() : printed, given['page'] as number | undefined);
  return code === 0 || printed !== '' ? shown : { ...shown, isError: true };
}
