/**
 * Puts text on the clipboard. Pages are granted nothing, so a selection is copied as a user would copy it: within the
 * modal dialog, if one is open, for nothing beside it can be selected.
 */
export function copyText(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('aria-hidden', 'true');
  area.className = 'tapedeck-offscreen';
  const focused = document.activeElement;
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
