import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor, type ESTree } from 'vite';

/** Prose of the repository, read with a real parser: comments, sentences in string literals, test names, documents. */

const ROOT = path.resolve(import.meta.dirname, '../..');

type Kind = 'comment' | 'sentence' | 'test name' | 'document';

export interface Prose {
  readonly kind: Kind;
  /** Path from the root. */
  readonly file: string;
  /** First line, counted from 1. */
  readonly line: number;
  /** On one line, without comment signs and code. */
  readonly text: string;
}

/** Files below a folder whose names match. `folder` may be a file. */
export function filesIn(folder: string, name: RegExp): string[] {
  if (name.test(folder)) return [folder];
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const place = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(place, name);
    return name.test(entry.name) ? [place] : [];
  });
}

export function proseOf(file: string): Prose[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  if (file.endsWith('.md')) return paragraphs(file, text);
  if (file.endsWith('.css')) return cssComments(file, text);
  return [...comments(file, text), ...literals(file, text)];
}

export function countWords(text: string): number {
  return text.match(/[A-Za-z][A-Za-z'’-]*/g)?.length ?? 0;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

const withoutCode = (text: string): string => text.replaceAll(/`[^`]*`/g, '`…`');

const joined = (text: string): string =>
  withoutCode(
    text
      .split('\n')
      .map((line) => line.replace(/^\s*\*? ?/, ''))
      .join(' '),
  )
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Line comments on consecutive lines are one comment. Instructions to the linter are left out. */
function comments(file: string, text: string): Prose[] {
  const found: { line: number; text: string; end: number; isLine: boolean }[] = [];
  for (const { type, value, start, end } of parseSync(file, text).comments) {
    const last = found.at(-1);
    const isLine = type === 'Line';
    if (isLine && last?.isLine === true && /^\n[ \t]*$/.test(text.slice(last.end, start))) {
      last.text += `\n${value}`;
      last.end = end;
    } else {
      found.push({ line: lineAt(text, start), text: value.replace(/^\*+/, ''), end, isLine });
    }
  }
  return found
    .map(({ line, text: raw }) => ({ kind: 'comment' as const, file, line, text: joined(raw) }))
    .filter((comment) => !/^(oxlint-|eslint-|@vitest-|@ts-)/.test(comment.text));
}

const TEST_FUNCTIONS = new Set(['describe', 'it', 'test']);

/** The function that a call begins with: `it` for `it.each(rows)('name', …)`. */
function calledFunction(node: ESTree.Expression | ESTree.Super | ESTree.V8IntrinsicExpression): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return calledFunction(node.object);
  if (node.type === 'CallExpression') return calledFunction(node.callee);
  return node.type === 'TaggedTemplateExpression' ? calledFunction(node.tag) : '';
}

/** Literals of at least three words, and all names of tests. */
function literals(file: string, text: string): Prose[] {
  const found: { start: number; text: string }[] = [];
  const names = new Set<number>();
  new Visitor({
    CallExpression(node) {
      const [first] = node.arguments;
      if (first !== undefined && TEST_FUNCTIONS.has(calledFunction(node.callee))) names.add(first.start);
    },
    Literal(node) {
      if (typeof node.value === 'string') found.push({ start: node.start, text: node.value });
    },
    TemplateLiteral(node) {
      found.push({ start: node.start, text: node.quasis.map((part) => part.value.cooked).join('…') });
    },
    JSXText(node) {
      found.push({ start: node.start, text: node.value });
    },
  }).visit(parseSync(file, text).program);
  return found
    .map((literal) => ({
      kind: names.has(literal.start) ? ('test name' as const) : ('sentence' as const),
      file,
      line: lineAt(text, literal.start),
      text: joined(literal.text),
    }))
    .filter((prose) => prose.kind === 'test name' || (countWords(prose.text) >= 3 && / /.test(prose.text)));
}

function cssComments(file: string, text: string): Prose[] {
  return [...text.matchAll(/\/\*([\s\S]*?)\*\//g)].map((match) => ({
    kind: 'comment',
    file,
    line: lineAt(text, match.index),
    text: joined(match[1] ?? ''),
  }));
}

/** Paragraphs, list items, headings and table rows, without blocks of code and the targets of links. */
function paragraphs(file: string, text: string): Prose[] {
  const found: { line: number; text: string }[] = [];
  let isOpen = false;
  let isCode = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*```/.test(line)) isCode = !isCode;
    if (isCode || /^\s*(```.*)?$/.test(line)) {
      isOpen = false;
    } else if (isOpen && !/^\s*([-*|#>]|\d+\.)\s/.test(line)) {
      const last = found.at(-1);
      if (last !== undefined) last.text += ` ${line.trim()}`;
    } else {
      found.push({ line: index + 1, text: line.trim() });
      isOpen = true;
    }
  }
  return found.map((paragraph) => ({
    kind: 'document',
    file,
    line: paragraph.line,
    text: withoutCode(paragraph.text).replaceAll(/\]\([^)]*\)/g, ']'),
  }));
}
