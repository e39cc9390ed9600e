/** The two names on which the window and its host talk about everything but keys. */
export const TO_HOST_CHANNEL = 'tapedeck:to-host';
export const TO_WINDOW_CHANNEL = 'tapedeck:to-window';

/** A page says nothing more on it than that the user wants to know whether there is a newer version. */
export const LOOK_FOR_UPDATES_CHANNEL = 'tapedeck:look-for-updates';

/** What a page asks its host about keys; nothing else goes over these names. */
export const KEY_CHANNELS = {
  status: 'tapedeck:key-status',
  store: 'tapedeck:key-store',
  remove: 'tapedeck:key-remove',
} as const;
