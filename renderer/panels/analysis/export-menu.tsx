import { Download } from 'lucide-react';
import type { Exports } from '../../state/exports.ts';
import { useHeader, useWorkstation } from '../../state/workstation-context.ts';
import { ActionMenu } from '../../ui/action-menu.tsx';

/** Everything that can be saved, for the menu and the palette. */
export const exportActions = (exports: Exports) => [
  {
    label: 'Session as JSON',
    detail: 'Bars, indicators, quality and metadata as of now',
    run: () => void exports.session('json'),
  },
  { label: 'Session as CSV', detail: 'One row a bar', run: () => void exports.session('csv') },
  {
    label: 'Session as Parquet',
    detail: 'One row a bar, typed',
    run: () => void exports.session('parquet'),
  },
  { label: 'Signals as CSV', run: () => exports.signals() },
  { label: 'Log as CSV', run: () => exports.log() },
];

/** Results as files. */
export function ExportMenu() {
  const { exports } = useWorkstation();
  const hasSession = useHeader(({ clockMs }) => clockMs !== null, false);
  return (
    <ActionMenu
      label="Export"
      disabled={!hasSession}
      shown={
        <>
          <Download size={13} aria-hidden /> Export
        </>
      }
      actions={exportActions(exports)}
    />
  );
}
