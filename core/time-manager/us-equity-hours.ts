import { HOUR_MS, MINUTE_MS } from '../base/epoch-ms.ts';

/**
 * Hours of US equities, in ms since midnight New York.
 * Sources: NYSE Rule 7.1 (core session, 09:30 to 16:00), NYSE Arca Rule 7.34-E (early and late session, 04:00 to 20:00;
 * on days that close early the late session ends at 17:00).
 */
export const OPEN = 9 * HOUR_MS + 30 * MINUTE_MS;
export const CLOSE = 16 * HOUR_MS;
export const EXTENDED_OPEN = 4 * HOUR_MS;
export const EXTENDED_CLOSE = 20 * HOUR_MS;
export const EXTENDED_EARLY_CLOSE = 17 * HOUR_MS;

/** From the open to 13:00, when a day that closes early ends: no regular session is shorter. */
export const SHORTEST_SESSION_MS = 13 * HOUR_MS - OPEN;
