/** The two channels on which the window and its host exchange everything except keys. */
export const TO_HOST_CHANNEL = 'tapedeck:to-host';
export const TO_WINDOW_CHANNEL = 'tapedeck:to-window';

/** A page sends nothing more on it than the user's wish to look for a newer version. */
export const LOOK_FOR_UPDATES_CHANNEL = 'tapedeck:look-for-updates';

/** A page's requests about keys; these channels carry nothing else. */
export const KEY_CHANNELS = {
  status: 'tapedeck:key-status',
  store: 'tapedeck:key-store',
  remove: 'tapedeck:key-remove',
} as const;
