import { getLineInfo, parse, type Node } from 'acorn';
import { full } from 'acorn-walk';
import { transform } from 'sucrase';
import { fail, ok, type Result } from '../../../core/base/result.ts';

/** Called at the head of every loop turn and function of a strategy. */
export const TURN = '__turn';

/**
 * Makes a user's module one that the sandbox can evaluate: types are removed, imports become calls, and every loop and
 * function counts its turns, so that an endless one is found at the same place in every run. Line numbers stay. Fails
 * with `bad_file`: file, line and the parser's message; also for async code, because the engine does not wait and a
 * promise that fails later would fail outside every call.
 */
export function compileModule(name: string, text: string): Result<string> {
  try {
    const { code } = transform(text, {
      transforms: name.endsWith('.ts') ? ['typescript', 'imports'] : ['imports'],
      filePath: name,
      disableESTransforms: true,
      preserveDynamicImport: true,
    });
    const program = parse(code, PARSING);
    const refused = firstRefused(program);
    if (refused === undefined) return ok(countTurns(code, program));
    return fail('bad_file', `${name}:${getLineInfo(code, refused.at).line}: ${refused.reason}`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail(
      'bad_file',
      message.startsWith('Error transforming') ? message.slice(18) : `${name}: ${message}`,
    );
  }
}

const PARSING = { ecmaVersion: 'latest', sourceType: 'script', allowReturnOutsideFunction: true } as const;
const IS_ASYNC =
  'it is async; the engine does not wait for a strategy, so write it without async, await and import()';
const IS_OURS = `the name ${TURN} is the program's own; choose another`;

/** The first async function, loop or import, or the first use of the name that counts turns. */
function firstRefused(program: Node): { readonly at: number; readonly reason: string } | undefined {
  let first: { readonly at: number; readonly reason: string } | undefined;
  full(program, (node) => {
    const { type, async: isAsync, await: awaits, name } = node as RefusedNode;
    const isLater = isAsync === true || awaits === true || type === 'ImportExpression';
    if (!isLater && name !== TURN) return;
    if (first === undefined || node.start < first.at)
      first = { at: node.start, reason: isLater ? IS_ASYNC : IS_OURS };
  });
  return first;
}

interface RefusedNode extends Node {
  readonly async?: boolean;
  readonly await?: boolean;
  readonly name?: unknown;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

function countTurns(code: string, program: Node): string {
  const insertions: Insertion[] = [];
  full(program, (node) => void insertions.push(...turnsOf(node as CountedNode)));
  insertions.sort((a, b) => a.at - b.at);
  let done = 0;
  let counted = '';
  for (const { at, text } of insertions) {
    counted += code.slice(done, at) + text;
    done = at;
  }
  return counted + code.slice(done);
}

interface CountedNode extends Node {
  readonly body?: CountedNode;
  readonly expression?: unknown;
}

const COUNTED: ReadonlySet<string> = new Set([
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
]);

function turnsOf({ type, body }: CountedNode): readonly Insertion[] {
  if (!COUNTED.has(type) || body === undefined) return [];
  if (body.type === 'BlockStatement') return [{ at: body.start + 1, text: `${TURN}();` }];
  const [before, after] = type === 'ArrowFunctionExpression' ? [`(${TURN}(),`, ')'] : [`{${TURN}();`, '}'];
  return [
    { at: body.start, text: before },
    { at: body.end, text: after },
  ];
}
