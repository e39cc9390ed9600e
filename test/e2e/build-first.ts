import { build } from '../../scripts/build.mjs';

/** Tests run what is in dist: it is brought up to date once, before the first. */
export default async function buildFirst(): Promise<void> {
  await build({ ifStale: true });
}
