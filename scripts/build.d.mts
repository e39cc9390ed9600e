export function build(options?: {
  readonly names?: readonly string[];
  readonly ifStale?: boolean;
  readonly quiet?: boolean;
}): Promise<void>;
