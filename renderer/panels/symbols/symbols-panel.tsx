import { AddBox } from './add-box.tsx';
import { SymbolList } from './symbol-list.tsx';
import styles from './symbols-panel.module.css';

export function SymbolsPanel() {
  return (
    <section className={styles['panel']} aria-label="Symbols">
      <AddBox />
      <SymbolList />
    </section>
  );
}
