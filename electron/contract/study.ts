import { z } from 'zod';

/** Indicators that one chart can show. */
export const MOST_STUDIES = 8;

/**
 * An indicator on a chart's own interval; parameters that are left out have their default. Elsewhere it is called a
 * study, as charting programs do.
 */
export const study = z.strictObject({
  name: z.string().min(1).max(40),
  parameters: z.record(z.string().max(40), z.number()),
});

export type Study = z.infer<typeof study>;
