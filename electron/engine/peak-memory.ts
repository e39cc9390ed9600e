import { readFileSync } from 'node:fs';

/** The most memory that this process ever had in use, in bytes. */
export function peakRssBytes(): number {
  // What the system counts on Linux begins with the memory of whoever started this process; its own account does not.
  const own = process.platform === 'linux' ? ownPeakKb() : undefined;
  return (own ?? process.resourceUsage().maxRSS) * 1_024;
}

function ownPeakKb(): number | undefined {
  try {
    const [, kb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kb === undefined ? undefined : Number(kb);
  } catch {
    return undefined;
  }
}
