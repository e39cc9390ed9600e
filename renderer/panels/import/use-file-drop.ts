import { useEffect, useState } from 'react';
import { useWorkstation } from '../../state/workstation-context.ts';
import { droppedFiles } from './dropped-files.ts';
import { chooseFiles } from './import-inputs.tsx';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** Accepts files that are dropped anywhere on the window. True while some hover over it. */
export function useFileDrop(): boolean {
  const { imports } = useWorkstation();
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!carriesFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setHovering(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent): void => {
      setHovering(false);
      if (!carriesFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      void droppedFiles(event.dataTransfer).then((files) => imports.add(files));
    };
    const key = (event: KeyboardEvent): void => {
      if (
        event.key.toLowerCase() !== 'i' ||
        !(event.ctrlKey || event.metaKey) ||
        event.shiftKey ||
        event.altKey
      )
        return;
      event.preventDefault();
      chooseFiles();
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    window.addEventListener('keydown', key);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      window.removeEventListener('keydown', key);
    };
  }, [imports]);
  return hovering;
}
