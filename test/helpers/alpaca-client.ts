import { WebSocket } from 'ws';

/** A bare client of the stream for tests: what came, in order, and a way to wait for it. */
export class AlpacaTestClient implements Disposable {
  readonly socket: WebSocket;
  readonly received: Record<string, unknown>[] = [];
  closed: { readonly code: number } | undefined;
  #waiting: (() => void)[] = [];

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { headers });
    this.socket.on('message', (data: Buffer) => {
      try {
        this.received.push(...(JSON.parse(data.toString('utf8')) as Record<string, unknown>[]));
      } catch {
        this.received.push({ T: 'no JSON' });
      }
      this.#wake();
    });
    this.socket.on('close', (code) => {
      this.closed = { code };
      this.#wake();
    });
    this.socket.on('error', () => this.#wake());
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Resolves once `ready` holds; what it looks at changes when a message comes or the connection ends. */
  async until(ready: (received: readonly Record<string, unknown>[]) => boolean): Promise<void> {
    while (!ready(this.received)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async answerTo(message: unknown): Promise<Record<string, unknown>> {
    const before = this.received.length;
    this.send(message);
    await this.until((received) => received.length > before || this.closed !== undefined);
    return this.received[before] ?? { T: 'closed' };
  }

  /** Connected and let in. */
  static async open(stream: string, key: string, secret: string): Promise<AlpacaTestClient> {
    const client = new AlpacaTestClient(`${stream}/v2/iex`);
    await client.until((received) => received.length === 1);
    await client.answerTo({ action: 'auth', key, secret });
    return client;
  }

  get bars(): readonly Record<string, unknown>[] {
    return this.received.filter(({ T }) => T === 'b' || T === 'u' || T === 'd');
  }

  async untilClosed(): Promise<void> {
    await this.until(() => this.closed !== undefined);
  }

  [Symbol.dispose](): void {
    this.socket.terminate();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
