import { useState } from 'react';
import type { RunReport, TradeGroup } from '../../../core/report/run-report.ts';
import { formatMoney, formatSignedMoney, NO_VALUE } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { Segments } from '../../ui/segments.tsx';
import { EquityChart } from './equity-chart.tsx';
import reportStyles from './report-view.module.css';
import { shownPercent, shownRatio } from './report-words.ts';
import { TradeTable } from './trade-table.tsx';
import styles from './trading-report.module.css';

const GROUPS = {
  by_symbol: 'Symbol',
  by_strategy: 'Strategy',
  by_hour: 'Hour',
  by_added_by: 'Added by',
  by_requirements: 'Requirements',
} as const;

type Grouping = keyof typeof GROUPS;

/** The trading result of a run. */
export function TradingReport({ report }: { readonly report: RunReport }) {
  const [grouping, setGrouping] = useState<Grouping>('by_symbol');
  const { trades } = report;
  if (trades.count + trades.open === 0) return <p className={styles['none']}>No trades.</p>;
  return (
    <div className={styles['trading']} data-testid="trading-report">
      <Figures report={report} />
      <EquityChart report={report} />
      <Segments
        label="Trades by"
        segments={Object.entries(GROUPS).map(([value, label]) => ({ value: value as Grouping, label }))}
        value={grouping}
        onChoose={setGrouping}
      />
      <GroupTable name={GROUPS[grouping]} groups={report[grouping]} />
      <TradeTable trades={report.trade_list} />
    </div>
  );
}

function Figures({ report }: { readonly report: RunReport }) {
  const { performance: of, trades, account, benchmark } = report;
  const figures: readonly (readonly [string, string, number?])[] = [
    ['Profit', formatSignedMoney(of.profit), of.profit],
    ['Return', shownPercent(of.return), of.return ?? 0],
    [
      benchmark === null ? 'Benchmark' : `Holding ${benchmark.symbol}`,
      shownPercent(benchmark?.return ?? null),
    ],
    ['Drawdown', `${shownPercent(of.drawdown)}, ${formatMoney(of.drawdown_money)}`],
    ['Sharpe', shownRatio(of.sharpe)],
    ['Sortino', shownRatio(of.sortino)],
    ['Trades', trades.open === 0 ? String(trades.count) : `${trades.count} and ${trades.open} open`],
    ['Won', shownPercent(trades.win_rate)],
    ['Profit factor', shownRatio(trades.profit_factor)],
    ['Average trade', trades.average === null ? NO_VALUE : formatSignedMoney(trades.average)],
    ['In the market', shownPercent(of.time_in_market)],
    ['Exposure', shownPercent(of.exposure)],
    ['Turnover', `${shownRatio(of.turnover)} ×`],
    ['Fees', formatMoney(account.fees)],
    ['Slippage', formatMoney(account.slippage)],
  ];
  return (
    <dl className={reportStyles['figures']}>
      {figures.map(([name, text, result = 0]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={classNames(result > 0 && styles['gain'], result < 0 && styles['loss'])}>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

const HEADS = ['Trades', 'Won', 'Fees', 'Profit', 'Factor'];

function GroupTable({ name, groups }: { readonly name: string; readonly groups: readonly TradeGroup[] }) {
  return (
    <table className={classNames(reportStyles['table'], styles['groups'])}>
      <thead>
        <tr>
          {[name, ...HEADS].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.name}>
            <th scope="row">{group.name}</th>
            <td>{group.trades}</td>
            <td>{shownPercent(group.win_rate)}</td>
            <td>{formatMoney(group.fees)}</td>
            <td className={group.profit < 0 ? styles['loss'] : styles['gain']}>
              {formatSignedMoney(group.profit)}
            </td>
            <td>{shownRatio(group.profit_factor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
