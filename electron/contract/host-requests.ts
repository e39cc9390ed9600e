/**
 * Requests that the host of the engine answers itself, because the engine may be gone. They have no parameters and
 * answer null. `restart_engine` starts a new engine in place of one that died; the window then asks for a snapshot.
 */
export const HOST_REQUESTS = ['restart_engine'] as const;
