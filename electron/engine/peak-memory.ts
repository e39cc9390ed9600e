/** The most memory that this process ever had in use, in bytes. */
export const peakRssBytes = (): number => process.resourceUsage().maxRSS * 1_024;
