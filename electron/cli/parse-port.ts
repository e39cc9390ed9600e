import { fail, ok, type Result } from '../../core/base/result.ts';

/** Reads `--port`; 0 takes any free port. */
export function parsePort(text: string): Result<number> {
  const port = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return ok(port);
  return fail('bad_usage', `--port ${text}: expected a whole number from 0 to 65535`);
}
