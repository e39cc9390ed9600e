/** What stands in LEAN's data folder beside its trades: what it is, by its path. */
const ASIDE: readonly { readonly where: RegExp; readonly reason: string }[] = [
  {
    where: /(^|[/\\])factor_files[/\\][^/\\]+$/i,
    reason: "LEAN's factors for splits and dividends, which an adjusted import of its bars uses; no bars",
  },
  { where: /(^|[/\\])map_files[/\\][^/\\]+$/i, reason: "LEAN's list of a share's former names; no bars" },
];

/** Why a file that belongs to LEAN's bars holds none itself; undefined for any other file. */
export const leanAside = (path: string): string | undefined =>
  ASIDE.find(({ where }) => where.test(path))?.reason;
