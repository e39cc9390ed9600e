import { z } from 'zod';
import { fail, ok, type Result } from '../../base/result.ts';
import type { AlpacaBarsPage } from './protocol.ts';

const barSchema = z.object({
  t: z.string(),
  o: z.number(),
  h: z.number(),
  l: z.number(),
  c: z.number(),
  v: z.number(),
  n: z.number(),
  vw: z.number(),
});

const pageSchema = z.object({
  bars: z.nullable(z.record(z.string(), z.nullable(z.array(barSchema)))),
  next_page_token: z.nullable(z.string()),
});

/** Reads the text of a page; fails with `bad_file` when it is not a page. */
export function readPage(body: string): Result<AlpacaBarsPage> {
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch {
    return fail('bad_file', 'Alpaca sent a page that is not JSON.');
  }
  const page = pageSchema.safeParse(content);
  if (page.success) return ok(page.data);
  const [issue] = page.error.issues;
  return fail(
    'bad_file',
    `Alpaca sent an answer that is not a page: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

/** The message of a refusal; the whole text where it has no message. */
export function messageOf(body: string): string {
  try {
    const content = JSON.parse(body) as { readonly message?: unknown } | null;
    if (typeof content?.message === 'string') return content.message;
  } catch {
    // A gateway answers with an HTML page instead.
  }
  return body
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .trim()
    .slice(0, 200);
}
