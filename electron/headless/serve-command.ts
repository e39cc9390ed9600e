import { parseArgs } from 'node:util';
import { fail, ok, type Failure, type Result } from '../../core/base/result.ts';
import { foldersOf, type Folders } from '../hosting/folders.ts';
import { hostEngine, type HostedEngine } from '../hosting/host-engine.ts';
import { fileLogger, prepareLogFile } from '../hosting/log-file.ts';
import { rendererFolder } from '../hosting/program-root.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { openWebHost, type WebHost } from './web-host.ts';

const HELP = `tapedeck serve [--port N] [--data DIR] [--json]

Opens the workstation in a browser on this machine; nothing else can reach it. Ctrl-C ends it.

  --port N     the port to listen on; 0, the default, takes any that is free
  --data DIR   the bar store; else TAPEDECK_DATA, else the user's application folder
  --json       the first line of output is {"url": "…"}, written once it answers

Example: tapedeck serve --port 8080
`;

interface ServeOptions {
  readonly port: number;
  readonly folders: Folders;
  readonly json: boolean;
}

/** `tapedeck serve`: the workstation in a browser, until interrupted. */
export async function serveCommand(args: readonly string[], io: CommandIo): Promise<number> {
  if (args.includes('--help')) {
    io.stdout(HELP);
    return EXIT.done;
  }
  const options = parseOptions(args, io);
  if (!options.ok) return refused(options.failure, io, EXIT.usage);
  const { folders, port, json } = options.value;
  const logFile = prepareLogFile(folders.user);
  const engine = hostEngine({ folders, logFile, logger: fileLogger(logFile, 'serve') });
  const host = await openWebHost({ folder: rendererFolder, relay: engine.relay, port });
  if (!host.ok) {
    await engine.supervisor.stop();
    return refused(host.failure, io, EXIT.usage);
  }
  const { url } = host.value;
  io.stdout(json ? `${JSON.stringify({ url })}\n` : `${url}\n`);
  if (!json) io.stderr('The workstation is at this address until Ctrl-C.\n');
  await interrupted(io.signal);
  await closed(host.value, engine);
  return EXIT.interrupted;
}

function parseOptions(args: readonly string[], io: CommandIo): Result<ServeOptions> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        data: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    const port = Number(values.port);
    if (values.port.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
      return fail('bad_usage', `--port: "${values.port}" is not a port`, 'Expected 0 to 65535.');
    }
    const env = values.data === undefined ? io.env : { ...io.env, TAPEDECK_DATA: values.data };
    return ok({ port, folders: foldersOf(env), json: values.json === true });
  } catch (error) {
    return fail(
      'bad_usage',
      error instanceof Error ? error.message : String(error),
      'See `tapedeck serve --help`.',
    );
  }
}

function refused({ message, hint }: Failure, io: CommandIo, code: number): number {
  io.stderr(`${message}${hint === undefined ? '' : ` ${hint}`}\n`);
  return code;
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** The engine first: it closes its run folder while the page is still told so. */
async function closed(host: WebHost, engine: HostedEngine): Promise<void> {
  await engine.supervisor.stop();
  await host.close();
}
