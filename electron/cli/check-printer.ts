import type {
  StrategyAction,
  ActionDifference,
} from '../../core/session-coordinator/strategy-check/actions.ts';
import type { HonestyReport } from '../../core/session-coordinator/strategy-check/check-strategy.ts';

/** The result of a check, for people. */
export function honestyInWords(report: HonestyReport): string {
  const { strategies, actions, stopped } = report;
  const lines = [
    `${strategies.join(', ')}: ${actions} actions`,
    ...(stopped === undefined ? [] : [`✗ ${stopped.clock} ${stopped.what}`]),
    ...unsteadyLines(report),
    ...lookAheadLines(report),
    ...blindLines(report),
    ...lateAddLines(report),
    ...costLines(report),
  ];
  return `${lines.join('\n')}\n`;
}

function unsteadyLines({ unsteady }: HonestyReport): readonly string[] {
  if (unsteady === undefined) return ['✓ the same run twice does the same'];
  return [
    `✗ the same run does something else the second time, at ${unsteady.clock}: it depends on the first run`,
    ...parted(unsteady, 'the first time', 'the second time'),
  ];
}

function lookAheadLines({ lookAhead }: HonestyReport): readonly string[] {
  const failed = lookAhead.filter(({ difference }) => difference !== undefined);
  if (failed.length === 0)
    return [`✓ no look-ahead: ${lookAhead.length} other futures changed no decision before them`];
  return failed.flatMap(({ noiseAfter, difference }) => [
    `✗ look-ahead at ${difference?.clock}: bars that close after ${noiseAfter} changed what was decided by then`,
    ...(difference === undefined ? [] : parted(difference, 'with the real future', 'with another future')),
  ]);
}

function blindLines({ blind }: HonestyReport): readonly string[] {
  if (blind !== true) return [];
  return [
    '! noise in place of all bars after the first hour changed no decision: they do not come from the bars. A file, a list of dates?',
  ];
}

function lateAddLines({ lateAdds }: HonestyReport): readonly string[] {
  const same = lateAdds.filter(({ difference }) => difference === undefined).map(({ symbol }) => symbol);
  const named = lateAdds.flatMap(({ symbol, addedAt, difference }) =>
    difference === undefined
      ? []
      : [
          `! ${symbol} added at ${addedAt} decides otherwise than from the start, first at ${difference.clock}: it depends on what it saw before`,
          ...parted(difference, 'from the start', 'added late'),
        ],
  );
  return [
    ...(same.length === 0 ? [] : [`✓ added late or from the start, the same: ${same.join(' ')}`]),
    ...named,
  ];
}

function costLines({ costs }: HonestyReport): readonly string[] {
  if (costs === undefined) return ['  nothing was traded, so costs change nothing'];
  const { asIs, twice, assumed } = costs;
  const what = assumed
    ? 'with a cent a share and a spread of 4 basis points (the config has no costs)'
    : 'with twice the costs';
  const sign = twice.result > 0 || asIs.result <= 0 ? ' ' : '!';
  return [
    `  result ${money(asIs.result)} in ${asIs.trades} trades`,
    `${sign} ${what}: ${money(twice.result)} in ${twice.trades} trades, fees ${money(twice.fees)}`,
  ];
}

const money = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const parted = ({ expected, found }: ActionDifference, one: string, other: string): readonly string[] => [
  `    ${one}: ${shown(expected)}`,
  `    ${other}: ${shown(found)}`,
];

const shown = (action: StrategyAction | undefined): string =>
  action === undefined ? 'nothing' : `${action.symbol ?? ''} ${action.what}`.trim();
