import { createContext, useContext } from 'react';

/** Where tooltips and menus are put: what lies outside a modal dialog, or in another window, is not seen from within. */
const PortalHome = createContext<HTMLElement | null>(null);

export const PortalHomeProvider = PortalHome.Provider;

/** For the `container` of a portal; undefined for the body of the page. */
export const usePortalHome = (): HTMLElement | undefined => useContext(PortalHome) ?? undefined;
