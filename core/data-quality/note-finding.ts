import type { Finding } from '../model/finding.ts';

/** Adds a finding to a list, or counts it with the one of its kind and interval. True for the first of its kind. */
export function noteFinding(findings: Finding[], finding: Finding): boolean {
  const { kind, interval, firstMs, lastMs, count } = finding;
  const at = findings.findIndex((each) => each.kind === kind && each.interval === interval);
  const before = findings[at];
  if (before === undefined) {
    findings.push(finding);
    return true;
  }
  findings[at] = {
    ...before,
    firstMs: Math.min(before.firstMs, firstMs),
    lastMs: Math.max(before.lastMs, lastMs),
    count: before.count + count,
  };
  return false;
}
