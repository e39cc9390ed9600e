import type { Failure, Result } from '../../../core/base/result.ts';

/** The answer of a tool: text or a picture, in the form of the Model Context Protocol. */
export interface ToolAnswer {
  readonly isError?: boolean;
  readonly content: (
    | { readonly type: 'text'; readonly text: string }
    | { readonly type: 'image'; readonly data: string; readonly mimeType: string }
  )[];
}

/** Characters of one page. */
const PAGE = 20_000;

/** One page of a text, with a line that says how many there are where it is longer than one. */
export function paged(text: string, page = 1): ToolAnswer {
  const pages = Math.max(1, Math.ceil(text.length / PAGE));
  if (page > pages) return refused({ code: 'bad_usage', message: `There are ${pages} pages.` });
  const part = text.slice((page - 1) * PAGE, page * PAGE);
  const more = pages === 1 ? '' : `\n[page ${page} of ${pages}]`;
  return { content: [{ type: 'text', text: `${part}${more}` }] };
}

export const refused = ({ message, hint }: Failure): ToolAnswer => ({
  isError: true,
  content: [{ type: 'text', text: hint === undefined ? message : `${message}\n${hint}` }],
});

/** A value as JSON, or the sentence of a failure. */
export const agentAnswered = (result: Result<unknown>, page?: number): ToolAnswer =>
  result.ok ? paged(JSON.stringify(result.value, null, 1), page) : refused(result.failure);
