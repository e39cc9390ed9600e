import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The programs that Tapedeck is compared with, in the versions that its pages speak of. */
export const PEERS = { nautilus_trader: '1.221.0', backtrader: '1.9.78.123', vectorbt: '0.28.4' };

/** The dependencies without which vectorbt does not start, of those that are newer than itself. */
const COMPANIONS = { plotly: '5.24.1' };

const home = path.join(os.tmpdir(), `tapedeck-peers-${Object.values(PEERS).join('-')}`);

/**
 * A Python that has the peers: the one behind `--python`, else one of its own in the system's temporary folder, made
 * the first time (Python 3.11 to 3.13; about 1 GB from PyPI).
 */
export function peersPython() {
  const at = process.argv.indexOf('--python');
  const python = at > 0 ? process.argv[at + 1] : path.join(home, 'bin', 'python');
  if (at < 0 && !existsSync(python)) install(python);
  const { status, stderr } = spawnSync(python, ['-c', CHECK], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${python} does not have the peers: ${stderr.trim().split('\n').at(-1)}`);
  return python;
}

const CHECK = `from importlib.metadata import version
for name, wanted in ${JSON.stringify(PEERS)}.items():
    assert version(name) == wanted, f"{name} {version(name)}, wanted {wanted}"`;

function install(python) {
  const wanted = Object.entries({ ...PEERS, ...COMPANIONS }).map(([name, version]) => `${name}==${version}`);
  process.stderr.write(`installing ${wanted.join(', ')} …\n`);
  execFileSync('python3', ['-m', 'venv', home]);
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...wanted], {
    stdio: 'inherit',
  });
}
