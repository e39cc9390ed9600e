import type { Result } from '../../base/result.ts';

export interface HttpResponse {
  readonly status: number;
  /** By its name in small letters; undefined without one. */
  header(name: string): string | undefined;
  readonly body: string;
}

/** GET over the network. Fails with `unreachable` when no whole answer came; a status is an answer, whatever it says. */
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
  /** JSON; none where left out. */
  readonly body?: string;
}

/** Any request over the network. Fails with `unreachable` when no whole answer came: what was asked may have been done. */
export interface RequestPort {
  send(request: HttpRequest, signal?: { readonly aborted: boolean }): Promise<Result<HttpResponse>>;
}

/** Waiting and luck, which core has none of. */
export interface RetryClock {
  /** UTC epoch ms. */
  now(): number;
  /** Resolves after `ms`, or early when the work is called off. */
  wait(ms: number): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
}
