const SWITCH = '--smoke';

/**
 * The request of `--smoke` or `--smoke=FILE`: the report to a file, or to standard output (null); undefined without it.
 */
export function smokeRequest(argv: readonly string[]): { readonly reportFile: string | null } | undefined {
  const asked = argv.find((word) => word === SWITCH || word.startsWith(`${SWITCH}=`));
  if (asked === undefined) return undefined;
  const file = asked.slice(SWITCH.length + 1);
  return { reportFile: file === '' ? null : file };
}
