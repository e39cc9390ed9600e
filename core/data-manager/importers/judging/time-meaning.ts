/**
 * What the times of a source mean before any zone is applied.
 *
 * `instant`: the source says where its times stand in UTC, in its own words (`says`). `clock`: they are what a clock on
 * some wall shows, in a zone to be found. `day`: they are days without a time, told by their midnight in UTC.
 */
export type TimeMeaning =
  | { readonly kind: 'instant'; readonly says: string }
  | { readonly kind: 'clock' }
  | { readonly kind: 'day' };
