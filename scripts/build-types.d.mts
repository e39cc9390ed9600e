/** The number of declarations written. */
export function buildTypes(): number;
