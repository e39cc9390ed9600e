import styles from './quality.module.css';

const SIGNS = [
  ['present', 'bar'],
  ['noTrades', 'no trades'],
  ['unconfirmed', 'missing or no trade'],
  ['notYet', 'not yet'],
] as const;

/** The meaning of the signs in a gap map. */
export function GapLegend() {
  return (
    <ul className={styles['legend']} aria-label="Signs of the map">
      {SIGNS.map(([sign, label]) => (
        <li key={sign}>
          <i className={styles[sign]} aria-hidden />
          {label}
        </li>
      ))}
    </ul>
  );
}
