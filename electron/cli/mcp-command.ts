import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { McpServer, type CallToolResult } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { playingTools } from '../host/agents/playing-tools.ts';
import { readingTools } from '../host/agents/reading-tools.ts';
import type { AgentOptions, Given } from '../host/agents/agent-tool.ts';
import { cliEntry, programRoot } from '../host/program/program-root.ts';
import { programVersion } from '../host/program/program-version.ts';
import { userFolder } from '../host/program/user-folders.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { wholeNumber } from './sweep-request.ts';

const HELP = `tapedeck mcp [options]

A Model Context Protocol server on standard input and output, for agents. It reads: symbols, configs, strategies, runs, validate,
report, chart, replay, trust. Nothing it does writes to the bar store, to configs, or to a live session.

  --allow-run     offers write_strategy, check, run, fork and sweep too. They write into one folder, agents in the user's folder
  --minutes N     the longest that one call may play; 5 otherwise
  --trials N      the most trials of one sweep; 2000 otherwise

Example (a client's configuration):
  {"mcpServers": {"tapedeck": {"command": "npx", "args": ["tapedeck", "mcp", "--allow-run"]}}}
`;

const OPTIONS = {
  'allow-run': { type: 'boolean' },
  minutes: { type: 'string' },
  trials: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function mcpCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args: [...args], options: OPTIONS }));
  if (typeof parsed === 'number') return parsed;
  const { values } = parsed;
  const minutes = wholeNumber('--minutes', values.minutes, 1);
  if (!minutes.ok) return printFailure(io, minutes.failure);
  const trials = wholeNumber('--trials', values.trials, 1);
  if (!trials.ok) return printFailure(io, trials.failure);
  const userDir = userFolder(io.env);
  const own = path.join(userDir, 'agents');
  mkdirSync(own, { recursive: true });
  const options: AgentOptions = {
    program: [process.execPath, cliEntry],
    env: io.env,
    cwd: own,
    limitMs: (minutes.value ?? 5) * 60_000,
    maxTrials: trials.value ?? 2_000,
    places: {
      own,
      runs: path.join(userDir, 'runs'),
      configs: [path.join(userDir, 'session_configs'), path.join(programRoot, 'session_configs')],
    },
  };
  const served = serveStdio(() => serverOf(options, values['allow-run'] === true));
  await new Promise<void>((resolve) => {
    io.signal.addEventListener('abort', () => resolve(), { once: true });
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
  });
  await served.close();
  return EXIT.done;
}

function serverOf(options: AgentOptions, allowRun: boolean): McpServer {
  const server = new McpServer(
    { name: 'tapedeck', version: programVersion() },
    { capabilities: { tools: {} } },
  );
  const tools = [...readingTools(options), ...(allowRun ? playingTools(options) : [])];
  for (const { name, description, input, plays, call } of tools)
    server.registerTool(
      name,
      { description, inputSchema: input, annotations: { readOnlyHint: !plays, openWorldHint: false } },
      async (given: unknown): Promise<CallToolResult> => ({ ...(await call(given as Given)) }),
    );
  return server;
}
