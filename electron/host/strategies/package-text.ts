import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type Node } from 'acorn';
import { full } from 'acorn-walk';

/**
 * The text of a package's file as strategies may have it. The messages of forty languages would be most of what zod
 * takes to load. A function that answers later becomes one that says that it cannot: a promise that fails later would
 * fail outside every call, and with nobody to hear it.
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
  // The outermost first: what lies within goes with it.
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
