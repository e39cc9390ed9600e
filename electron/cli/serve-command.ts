import path from 'node:path';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { keepCrashReports } from '../host/program/crash/crash-folder.ts';
import { environmentKeys } from '../host/thread/key-port.ts';
import { forkEngine } from '../host/supervisor/fork-engine.ts';
import { hostEngine } from '../host/supervisor/host-engine.ts';
import { fileLogger, prepareLogFile } from '../host/thread/log-file.ts';
import { rendererFolder } from '../host/program/program-root.ts';
import { programVersion } from '../host/program/program-version.ts';
import { prepareUserData } from '../host/program/user-data/prepare-user-data.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { readConfigFile } from './open-sources.ts';
import { interrupted } from './interrupted.ts';
import { parsePort } from './parse-port.ts';
import { openWebHost } from './web-host.ts';
import { workstationFolders, type WorkstationFolders } from '../host/program/workstation-folders.ts';

const HELP = `tapedeck serve [CONFIG] [options]

Opens the workstation in a browser on this machine; nothing else can reach it. Ctrl-C ends it.
Without CONFIG it shows the sample session.

  --port N     the port to listen on; 0, the default, takes any that is free
  --data DIR   the bar store; else TAPEDECK_DATA, else the user's application folder
  --json       the first line of output is {"url": "…"}, written once it answers

Example:
  tapedeck serve session_configs/sample-week.json --port 8080
`;

const OPTIONS = {
  port: { type: 'string', default: '0' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `tapedeck serve`: the workstation in a browser, until interrupted. */
export async function serveCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS, allowPositionals: true }));
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const port = parsePort(values.port);
  if (!port.ok) return printFailure(io, port.failure);
  const folders = await withConfig(workstationFolders(io, values.data), positionals, io);
  if (!folders.ok) return printFailure(io, folders.failure);
  const prepared = prepareUserData(folders.value.userDir, programVersion());
  if (!prepared.ok) return printFailure(io, prepared.failure);
  const logFile = prepareLogFile(folders.value.userDir);
  const { userDir } = folders.value;
  const about = { version: programVersion(), node: process.versions.node };
  const crashes = keepCrashReports({ userDir, logFile, about, env: io.env });
  const engine = hostEngine(
    { ...folders.value, logFile },
    {
      launch: forkEngine,
      env: io.env,
      keys: () => environmentKeys(io.env),
      logger: fileLogger(logFile, 'serve'),
      crashes,
    },
  );
  const host = await openWebHost({ folder: rendererFolder, relay: engine.relay, port: port.value });
  if (host.ok) {
    announce(host.value.url, values.json === true, io);
    await interrupted(io.signal);
  }
  // The engine first: it closes its run folder while the page can still be informed.
  await engine.supervisor.stop();
  if (!host.ok) return printFailure(io, host.failure);
  await host.value.close();
  return EXIT.interrupted;
}

/** A config is opened by its name; its folder is added to those searched for configs. */
async function withConfig(
  folders: WorkstationFolders,
  [name, ...more]: readonly string[],
  { cwd }: CommandIo,
): Promise<Result<WorkstationFolders & { readonly configId?: string }>> {
  if (name === undefined) return ok(folders);
  if (more.length > 0) return fail('bad_usage', `serve takes one config, got ${more.length + 1}.`);
  const config = await readConfigFile(cwd, name);
  if (!config.ok) return config;
  const file = path.resolve(cwd, name);
  if (path.extname(file) !== '.json') return fail('bad_usage', `${name}: expected a file that ends in .json`);
  const configDirs = [...folders.configDirs, path.dirname(file)];
  return ok({ ...folders, configDirs, configId: path.basename(file, '.json') });
}

function announce(url: string, json: boolean, io: CommandIo): void {
  io.stdout(json ? `${JSON.stringify({ url })}\n` : `${url}\n`);
  if (!json) io.stderr('The workstation is at this address until Ctrl-C.\n');
}
