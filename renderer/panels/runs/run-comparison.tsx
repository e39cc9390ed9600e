import type { ComparedValue } from '../../../core/session-coordinator/results/compare-runs.ts';
import type { RunComparisonAnswer } from '../../../electron/contract/run-requests.ts';
import { counted } from '../../format/number.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useZoneFormat } from '../../state/workstation-context.ts';
import { classNames } from '../../ui/class-names.ts';
import { CopyTable } from '../analysis/copy-table.tsx';
import styles from './runs.module.css';
import { startedText } from './run-words.ts';

const NOTHING = '–';

/** Two runs side by side: config, commands, results, and the first difference of their event logs. */
export function RunComparisonView({ comparison }: { readonly comparison: RunComparisonAnswer }) {
  const { first, second, config, commands, same_commands: same, figures, first_event: event } = comparison;
  const format = useZoneFormat();
  const heads = [startedText(first, format), startedText(second, format)] as const;
  return (
    <div className={styles['comparison']} data-testid="run-comparison">
      {comparison.rules === null ? null : <p role="note">{comparison.rules}</p>}
      <p className={styles['verdict']}>
        {event === null
          ? '＝ Both event logs are equal.'
          : `≠ The event logs differ from line ${event.line} on.`}
      </p>
      {event === null ? null : (
        <dl className={styles['events']}>
          <dt>{heads[0]}</dt>
          <dd>{event.first ?? 'has no such line'}</dd>
          <dt>{heads[1]}</dt>
          <dd>{event.second ?? 'has no such line'}</dd>
        </dl>
      )}
      <h3>Config</h3>
      {config.length === 0 ? <p>No key differs.</p> : <Values name="Key" heads={heads} values={config} />}
      <h3>Commands</h3>
      <p>
        {same === 0 ? '' : `${counted(same, 'command')} in both. `}
        {commands.length === 0 ? 'None is in one of them only.' : ''}
      </p>
      {commands.length === 0 ? null : (
        <ol className={styles['commands']}>
          {commands.map(({ side, clock_ms, text }, index) => (
            <li key={index} data-side={side}>
              <time title={formatUtc(clock_ms)}>
                {format.dayOfMonth(clock_ms)} {format.clock(clock_ms)}
              </time>
              {text} <em>only in {side === 'first' ? heads[0] : heads[1]}</em>
            </li>
          ))}
        </ol>
      )}
      <h3>Results</h3>
      <Values name="Figure" heads={heads} values={figures} />
    </div>
  );
}

interface ValuesProps {
  readonly name: string;
  readonly heads: readonly [string, string];
  readonly values: readonly ComparedValue[];
}

function Values({ name, heads, values }: ValuesProps) {
  return (
    <div className={styles['tableFrame']}>
      <CopyTable
        heads={[name, ...heads]}
        rows={() => values.map((each) => [each.name, each.first ?? '', each.second ?? ''])}
      />
      <table className={styles['values']}>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col">{heads[0]}</th>
            <th scope="col">{heads[1]}</th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ name: key, first, second }) => (
            <tr key={key} className={classNames(first !== second && styles['different'])}>
              <th scope="row">
                {first === second ? null : <span aria-label="differs">≠ </span>}
                {key.replaceAll('_', ' ')}
              </th>
              <td>{first ?? NOTHING}</td>
              <td>{second ?? NOTHING}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
