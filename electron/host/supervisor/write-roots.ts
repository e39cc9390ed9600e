import path from 'node:path';

/**
 * The folders under which a process may write, for Node's permission model. Node 20 aborts on a folder that is named
 * twice, and refuses one whose name begins with another's: folders within others are left out, and two folders with
 * such names are replaced by the folder above them.
 */
export function writeRoots(folders: readonly string[]): readonly string[] {
  let roots = [...new Set(folders.map((folder) => path.resolve(folder)))];
  for (;;) {
    const known = roots;
    const short = known.find((one) => known.some((other) => other !== one && other.startsWith(one)));
    if (short === undefined) return roots;
    const apart = known.filter((one) => !one.startsWith(short + path.sep));
    const alike = apart.some((one) => one !== short && one.startsWith(short));
    roots = alike ? [...new Set(apart.map((one) => (one === short ? path.dirname(one) : one)))] : apart;
  }
}
