import type { Result } from '../../base/result.ts';

export interface HttpResponse {
  readonly status: number;
  /** A header by its name in lower case; undefined when absent. */
  header(name: string): string | undefined;
  readonly body: string;
}

/** GET over the network. Fails with `unreachable` when no complete answer came; any status counts as an answer. */
export interface HttpPort {
  get(
    url: string,
    headers: Readonly<Record<string, string>>,
    signal?: { readonly aborted: boolean },
  ): Promise<Result<HttpResponse>>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; no body when left out. */
  readonly body?: string;
}

/**
 * Any request over the network. Fails with `unreachable` when no complete answer came: the request may have been
 * executed.
 */
export interface RequestPort {
  send(request: HttpRequest, signal?: { readonly aborted: boolean }): Promise<Result<HttpResponse>>;
}

/** Waiting and randomness, which core must not have itself. */
export interface RetryClock {
  /** UTC epoch ms. */
  now(): number;
  /** Resolves after `ms`, or early when the work is cancelled. */
  wait(ms: number): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
}
