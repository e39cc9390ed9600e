import { useEffect, useState } from 'react';
import { copyText } from '../../bridge/copy-text.ts';

const SAID_MS = 1_500;

/** Copies a text, and is true for a moment afterwards. */
export function useCopied(): readonly [copied: boolean, copy: (text: string) => void] {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return [copied, (text) => setCopied(copyText(text))];
}
