/** One end of a wire: worker, memory or WebSocket behind three methods. */
export interface Port<Out, In> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): Disposable;
  close(): void;
}
