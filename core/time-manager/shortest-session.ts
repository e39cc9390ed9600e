import { HOUR_MS, MINUTE_MS } from '../base/epoch-ms.ts';
import { groupNamed } from '../model/exchange-groups.ts';
import { SHORTEST_SESSION_MS } from './us-equity-hours.ts';

/** Hong Kong's half days, 09:30 to 12:00, are the shortest sessions of all other groups. */
const SHORTEST_ELSEWHERE_MS = 2 * HOUR_MS + 30 * MINUTE_MS;

/** No regular session of an exchange group is shorter, in ms: each day certainly has this many bars. */
export const shortestSessionMs = (exchangeGroup: string): number =>
  groupNamed(exchangeGroup) === 'US_EQUITY' ? SHORTEST_SESSION_MS : SHORTEST_ELSEWHERE_MS;
