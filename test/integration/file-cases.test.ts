import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { casesFolder, readFileCases, whyWrong } from '../helpers/expected-bars.ts';

const folder = casesFolder('files');

/** Every small file of the cases goes through the command line into an empty store, as users import theirs. */
describe.skipIf(folder === undefined)('files of bars', () => {
  for (const { name, wanted } of folder === undefined ? [] : readFileCases(folder)) {
    test(`${name} becomes the right bars, or a question`, async () => {
      expect(await whyWrong(path.join(folder as string, name), wanted)).toBeUndefined();
    });
  }
});
