import './ui/sheets.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { animationFrames } from './bridge/animation-frames.ts';
import { openPort } from './bridge/open-port.ts';
import { App } from './panels/shell/app.tsx';
import { applyTheme } from './state/theme.ts';
import { createWorkstation } from './state/workstation.ts';

const root = document.querySelector('#root');
if (root !== null) {
  const workstation = createWorkstation({
    port: openPort(window),
    storage: localStorage,
    ...animationFrames(),
  });
  applyTheme(workstation.view, document.documentElement);
  const start = (): void =>
    createRoot(root).render(
      <StrictMode>
        <App workstation={workstation} />
      </StrictMode>,
    );
  // Charts measure their texts once, so the font must be loaded first.
  void document.fonts.load('500 12px "Inter Variable"').then(start, start);
}
