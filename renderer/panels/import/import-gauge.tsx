import styles from './import.module.css';

/** A line that fills; keeps its place when there is nothing to fill it. */
export function Gauge({ share, label }: { readonly share: number | null; readonly label: string }) {
  if (share === null) return <div className={styles['gauge']} />;
  return (
    <div
      className={styles['gauge']}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <i style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
