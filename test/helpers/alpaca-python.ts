import { execFileSync, spawn } from 'node:child_process';

/**
 * Alpaca's own client, alpaca-py, in the Python that `ALPACA_PYTHON` names, else `python3`.
 * `python3 -m venv DIR && DIR/bin/pip install alpaca-py==0.44.0`, then `ALPACA_PYTHON=DIR/bin/python`.
 */
const PYTHON = process.env['ALPACA_PYTHON'] ?? 'python3';

/** Whether a module of the client is there; says so when it is not. */
export function hasClient(module: string): boolean {
  try {
    execFileSync(PYTHON, ['-c', `import ${module}`], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`skipped: ${PYTHON} has no alpaca-py; see test/helpers/alpaca-python.ts`);
    return false;
  }
}

/** Runs a script that reads `where` as JSON and prints what it heard as JSON. Rejects with its words otherwise. */
export function runPython<Said>(script: string, where: object): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(PYTHON, [script]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.on('error', reject);
    child.on('close', () => {
      try {
        resolve(JSON.parse(out) as Said);
      } catch {
        reject(new Error(`${out}\n${err}`));
      }
    });
    child.stdin.end(JSON.stringify(where));
  });
}
