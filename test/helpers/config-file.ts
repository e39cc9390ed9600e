import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes a session config of 2 July 2025 into a folder; `more` goes over the document, key by key. */
export function writeConfig(
  folder: string,
  name: string,
  symbols: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): void {
  const config = {
    session_name: name,
    mode: 'backtest',
    backtest_config: { start_date: '2025-07-02', end_date: '2025-07-02' },
    session_data_config: { symbols, streams: ['1m', '5m', '15m'] },
    ...more,
  };
  writeFileSync(path.join(folder, name), JSON.stringify(config));
}
