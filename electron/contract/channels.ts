/** The two names on which the window and its host talk; there is no other. */
export const TO_HOST_CHANNEL = 'tapedeck:to-host';
export const TO_WINDOW_CHANNEL = 'tapedeck:to-window';
