/** The bar store from `--data DIR` (or `--data=DIR`) on the program's command line; undefined without it. */
export function dataArgument(words: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (word === '--data') return words[index + 1];
    if (word.startsWith('--data=')) return word.slice('--data='.length);
  }
  return undefined;
}
