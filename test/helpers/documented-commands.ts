import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandLine, Said } from './command-line.ts';
import { fencedBlocks } from './fenced-blocks.ts';

/** A command of a page as words, and the file that its output goes into, if any. */
export interface DocumentedCommand {
  readonly text: string;
  readonly words: readonly string[];
  readonly into: string | undefined;
}

/** Each command of a page's shell blocks: lines ending in a backslash joined, remarks and quotes taken off. */
export const commandsOf = (page: string, language = 'sh'): readonly DocumentedCommand[] =>
  fencedBlocks(page, language)
    .join('')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.replace(/\s+# .*$/, '').trim())
    .filter((line) => line !== '')
    .map((text) => {
      const [command = '', into] = text.split(/\s>\s/);
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
      return { text, words, into };
    });

/** Runs it as a shell would: its output goes into the file that it names. */
export async function follow(line: CommandLine, { words, into }: DocumentedCommand): Promise<Said> {
  const said = await line.tapedeck(...words.slice(words.indexOf('tapedeck') + 1));
  if (into !== undefined) writeFileSync(path.join(line.cwd, into), said.stdout);
  return said;
}
