import { useState } from 'react';
import type { Figure } from '../../../core/report/figures.ts';
import type { ShownReport } from '../../../electron/contract/trading.ts';
import type { RunReport, TradeGroup } from '../../../core/report/run-report.ts';
import { formatCount, formatMoney, formatSignedMoney, MINUS } from '../../format/number.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Segments } from '../../ui/segments.tsx';
import { EquityChart } from './equity-chart.tsx';
import reportStyles from './report-view.module.css';
import { shownPercent, shownRatio } from './report-words.ts';
import { RowList } from './row-list.tsx';
import { TradeTable } from './trade-table.tsx';
import styles from './trading-report.module.css';

const GROUPS = {
  by_symbol: 'Symbol',
  by_direction: 'Side',
  by_strategy: 'Strategy',
  by_hour: 'Hour',
  by_added_by: 'Added by',
  by_requirements: 'Requirements',
} as const;

type Grouping = keyof typeof GROUPS;

/** The trading result of a run. */
export function TradingReport({ report }: { readonly report: ShownReport }) {
  const [grouping, setGrouping] = useState<Grouping>('by_symbol');
  const { trades, cautions, orders } = report;
  if (trades.count + trades.open === 0) {
    return (
      <div className={styles['trading']}>
        <p className={styles['none']}>No trades.</p>
        {orders.count === 0 ? null : <Cautions cautions={cautions} />}
        <RefusedOrders orders={orders} />
      </div>
    );
  }
  return (
    <div className={styles['trading']} data-testid="trading-report">
      <Cautions cautions={cautions} />
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
      <RefusedOrders orders={orders} />
    </div>
  );
}

/** Sentences to read before the figures. */
function Cautions({ cautions }: Pick<RunReport, 'cautions'>) {
  if (cautions.length === 0) return null;
  return (
    <ul className={styles['cautions']} aria-label="Cautions">
      {cautions.map(({ text }, index) => (
        <li key={index}>{text}</li>
      ))}
    </ul>
  );
}

/** The headline figures, or all of them by subject. */
function Figures({ report }: { readonly report: ShownReport }) {
  const [all, setAll] = useState(false);
  return (
    <>
      <FigureList figures={report.headline} />
      <Button className={styles['more']} onClick={() => setAll(!all)}>
        {all ? 'Fewer figures' : 'All figures'}
      </Button>
      {all
        ? report.figure_groups.map(({ title, figures }) => (
            <section key={title} aria-label={title}>
              <h3 className={styles['subject']}>{title}</h3>
              <FigureList figures={figures} />
            </section>
          ))
        : null}
    </>
  );
}

function FigureList({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className={reportStyles['figures']}>
      {figures.map(({ name, text, sign = 0 }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={classNames(sign > 0 && styles['gain'], sign < 0 && styles['loss'])}>
            {text.replace(/^-/, MINUS)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const REFUSED_HEADS = ['#', 'By', 'Order', 'Rule', 'Reason'];

/** Refused orders, in the order in which they were placed. */
function RefusedOrders({ orders }: Pick<RunReport, 'orders'>) {
  if (orders.refused === 0) return null;
  const rows = orders.refused_list.map(({ order, strategy, side, quantity, symbol, rule, reason }) => [
    String(order),
    strategy,
    `${side} ${formatCount(quantity)} ${symbol}`,
    rule,
    reason,
  ]);
  return (
    <div className={styles['refused']} data-testid="refused-orders">
      <RowList
        label={`Refused orders: ${formatCount(orders.refused)}`}
        rows={rows}
        columns={styles['refusedColumns'] ?? ''}
        heads={REFUSED_HEADS}
        cells={(cells) => cells}
        render={(cells) => cells.map((text, index) => <span key={index}>{text}</span>)}
      />
    </div>
  );
}

const HEADS = ['Trades', 'Open', 'Won', 'Fees', 'Profit', 'Factor'];

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
            <td>{group.open}</td>
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
