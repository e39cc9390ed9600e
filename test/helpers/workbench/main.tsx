import { createRoot } from 'react-dom/client';
import { animationFrames } from '../../../renderer/bridge/animation-frames.ts';
import { App } from '../../../renderer/panels/shell/app.tsx';
import '../../../renderer/ui/sheets.ts';
import { applyTheme } from '../../../renderer/state/theme.ts';
import { createWorkstation } from '../../../renderer/state/workstation.ts';
import { ScriptedEngine } from '../scripted-engine.ts';

// The window on a scripted engine, to look at and to measure: npx vite test/helpers/workbench
const engine = new ScriptedEngine();
const workstation = createWorkstation({ port: engine, storage: localStorage, ...animationFrames() });
applyTheme(workstation.view, document.documentElement);
createRoot(document.querySelector('#root') as Element).render(<App workstation={workstation} />);
engine.start();
Object.assign(window, { engine, workstation });
