import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import type { CatchupReport, SessionHeader } from '../../electron/contract/batch.ts';
import type { InstrumentView } from '../../electron/contract/instrument-view.ts';
import { createZoneFormat, type ZoneFormat } from '../format/zone-format.ts';
import type { Commands } from './commands.ts';
import type { SessionCopy } from './session-copy.ts';
import type { ViewState } from './view-store.ts';
import type { Workstation } from './workstation.ts';

const WorkstationContext = createContext<Workstation | null>(null);

export const WorkstationProvider = WorkstationContext.Provider;

/** The zone until a session names its own. */
export const DEFAULT_ZONE = 'America/New_York';

export function useWorkstation(): Workstation {
  const workstation = useContext(WorkstationContext);
  if (workstation === null) throw new Error('a component inside WorkstationProvider, got one outside');
  return workstation;
}

export const useCommands = (): Commands => useWorkstation().commands;

/** A part of the session. The selector must return a value that keeps its identity until it changes. */
export const useCopy = <T>(selector: (copy: SessionCopy) => T): T =>
  useStore(useWorkstation().session, (state) => selector(state.copy));

/** How a symbol's price and quantity count; undefined for one that is not in the session. */
export const useInstrument = (symbol: string): InstrumentView | undefined =>
  useCopy(({ rows }) => rows.get(symbol)?.instrument);

/** The same for any symbol of the session, for lists. */
export function useInstruments(): (symbol: string) => InstrumentView | undefined {
  const rows = useCopy((copy) => copy.rows);
  return (symbol) => rows.get(symbol)?.instrument;
}

/** A figure or word of the session's header; `otherwise` before there is one. */
export const useHeader = <T>(selector: (header: SessionHeader) => T, otherwise: T): T =>
  useCopy(({ header }) => (header === null ? otherwise : selector(header)));

export const useView = <T>(selector: (view: ViewState) => T): T => useStore(useWorkstation().view, selector);

/** The catch-up of a symbol that ended a moment ago. */
export const usePastCatchup = (symbol: string): CatchupReport | undefined =>
  useStore(useWorkstation().past.store, (past) => past.get(symbol));

export function useZoneFormat(): ZoneFormat {
  const zone = useHeader((header) => header.zone, DEFAULT_ZONE);
  return useMemo(() => createZoneFormat(zone), [zone]);
}
