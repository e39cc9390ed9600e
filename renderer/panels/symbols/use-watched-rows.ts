import { useEffect } from 'react';
import { useHeader, useWorkstation } from '../../state/workstation-context.ts';

/** Reports the visible rows to the engine, so that their figures come often and those of the others rarely. */
export function useWatchedRows(symbols: readonly string[]): void {
  const { client } = useWorkstation();
  // A new session, and an engine that restarted, do not know the visible rows yet.
  const session = useHeader((header) => header.configId, '');
  const names = symbols.join(' ');
  useEffect(() => {
    if (session !== '' && names !== '') void client.request('watch_rows', { symbols: names.split(' ') });
  }, [client, session, names]);
}
