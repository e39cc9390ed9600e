import { createContext, useContext } from 'react';

/**
 * The element that holds tooltips and menus: from inside a modal dialog or another window, elements outside are not
 * visible.
 */
const PortalHome = createContext<HTMLElement | null>(null);

export const PortalHomeProvider = PortalHome.Provider;

/** For the `container` of a portal; undefined for the body of the page. */
export const usePortalHome = (): HTMLElement | undefined => useContext(PortalHome) ?? undefined;
