import { useEffect } from 'react';
import { useHeader, useWorkstation } from '../../state/workstation-context.ts';

/** Tells the engine which rows are in sight, so that their figures come often and those of the others do not. */
export function useWatchedRows(symbols: readonly string[]): void {
  const { client } = useWorkstation();
  // Another session, and an engine that came back, have not been told.
  const session = useHeader((header) => header.configId, '');
  const names = symbols.join(' ');
  useEffect(() => {
    if (session !== '' && names !== '') void client.request('watch_rows', { symbols: names.split(' ') });
  }, [client, session, names]);
}
