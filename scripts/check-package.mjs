/**
 * `npm run check:package`: packs the package and asks the two tools that know how packages go wrong: publint (what the
 * manifest says and what is there) and are-the-types-wrong (whether each way of importing finds types and code that agree).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { root } from './build-parts.mjs';

/** The package is modules alone: what is wrong for `require`, and for resolution as in Node 10, is meant to be. */
const isMeant = ({ kind, resolutionKind }) =>
  kind === 'CJSResolvesToESM' || ['node10', 'node16-cjs'].includes(resolutionKind);

const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-pack-'));
try {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, stdio: 'ignore' });
  const [name] = readdirSync(folder);
  const tarball = readFileSync(path.join(folder, name));
  const { messages, pkg } = await publint({
    pack: { tarball: Uint8Array.from(tarball).buffer },
    strict: true,
  });
  const { problems = [], entrypoints } = await checkPackage(createPackageFromTarballData(tarball));
  const wrong = [
    ...messages.map((message) => `publint: ${formatMessage(message, pkg)}`),
    ...problems
      .filter((problem) => !isMeant(problem))
      .map((problem) => `are the types wrong: ${JSON.stringify(problem)}`),
  ];
  for (const line of wrong) console.log(line);
  console.log(
    `${name}: ${tarball.length} bytes, ${Object.keys(entrypoints).length} entries, ${wrong.length} problems`,
  );
  process.exitCode = wrong.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
