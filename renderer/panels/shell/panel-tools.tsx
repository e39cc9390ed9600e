import { AnalysisTools } from '../analysis/analysis-tools.tsx';
import { ChartTools } from '../charts/chart-tools.tsx';
import { SymbolTools } from '../symbols/symbol-tools.tsx';

/** The tools beside a panel's name in its head. */
export function PanelTools({ panel }: { readonly panel: string | undefined }) {
  if (panel === 'symbols') return <SymbolTools />;
  if (panel === 'charts') return <ChartTools where="main" />;
  if (panel === 'analysis') return <AnalysisTools />;
  return null;
}
