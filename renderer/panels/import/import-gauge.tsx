import styles from './import.module.css';

/** A line that fills; keeps its place when there is nothing to fill it. */
export function Gauge({ share, label }: { readonly share: number | null; readonly label: string }) {
  if (share === null) return <div className={styles['gauge']} />;
  return <progress className={styles['gauge']} aria-label={label} max={1} value={share} />;
}
