import type { ClientMessage } from '../../contract/message.ts';
import { REQUEST_PARAMS } from '../../contract/requests.ts';

/** A host's reaction to a window's message. */
export type CheckedMessage =
  | { readonly kind: 'forward'; readonly message: ClientMessage }
  /** A well-formed request whose name is not in the contract: answered with a refusal. */
  | { readonly kind: 'refuse'; readonly id: number; readonly name: string }
  | { readonly kind: 'drop' };

const MAX_NAME_LENGTH = 60;

/** Accepts only the contract's messages. The parameters of a request are parsed by the engine, which answers with a reason. */
export function checkClientMessage(value: unknown): CheckedMessage {
  if (typeof value !== 'object' || value === null) return { kind: 'drop' };
  const { kind, id, name, params, seq } = value as Record<string, unknown>;
  if (kind === 'ack' && isCount(seq)) return { kind: 'forward', message: { kind, seq } };
  if (kind !== 'request' || !isCount(id) || typeof name !== 'string') return { kind: 'drop' };
  if (!Object.hasOwn(REQUEST_PARAMS, name))
    return { kind: 'refuse', id, name: name.slice(0, MAX_NAME_LENGTH) };
  return { kind: 'forward', message: { kind, id, name, params } };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
