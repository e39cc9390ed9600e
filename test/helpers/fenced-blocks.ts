/** The text of each fenced block of a language in a page of Markdown, in the order of the page. */
export const fencedBlocks = (text: string, language: string): string[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, found, body]) =>
    found === language ? [body ?? ''] : [],
  );
