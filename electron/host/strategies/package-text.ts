import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type Node } from 'acorn';
import { full } from 'acorn-walk';

/**
 * The text of a package's file for strategies. The messages of forty languages would take most of zod's loading time,
 * so only English stays. An async function is replaced by one that reports that it cannot run: a promise that fails
 * later would fail outside every call, unhandled.
 */
export function packageText(file: string): string {
  if (file.endsWith(path.join('v4', 'locales', 'index.cjs')))
    return `exports.en = require('./en.cjs').default;`;
  const text = readFileSync(file, 'utf8');
  return /\basync\b/.test(text) ? withoutAsync(text) : text;
}

interface FunctionNode extends Node {
  readonly async?: boolean;
  readonly id?: { readonly name: string } | null;
  /** Of a method: its function, and its name. */
  readonly value?: FunctionNode | null;
  readonly key?: Node;
}

const IS_ASYNC =
  '{ throw new Error("it is async; the engine does not wait for a strategy, so write it without await"); }';

function withoutAsync(text: string): string {
  const found: FunctionNode[] = [];
  full(parse(text, { ecmaVersion: 'latest', sourceType: 'script' }), (node) => {
    const { async: isAsync, value } = node as FunctionNode;
    if (isAsync === true || (isMethod(node) && value?.async === true)) found.push(node as FunctionNode);
  });
  // Outermost first: an inner one is replaced with it.
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let done = 0;
  let plain = '';
  for (const node of found) {
    if (node.start < done) continue;
    plain += text.slice(done, node.start) + replacement(node, text);
    done = node.end;
  }
  return plain + text.slice(done);
}

const isMethod = (node: Node): boolean =>
  node.type === 'MethodDefinition' ||
  (node.type === 'Property' && (node as { method?: boolean }).method === true);

function replacement({ type, id, key }: FunctionNode, text: string): string {
  if (key !== undefined) return `${text.slice(key.start, key.end)}() ${IS_ASYNC}`;
  const body = `function ${id?.name ?? ''}() ${IS_ASYNC}`;
  return type === 'FunctionDeclaration' ? body : `(${body})`;
}
