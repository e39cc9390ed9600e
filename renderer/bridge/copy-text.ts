/**
 * Puts text on the clipboard. Pages have no clipboard permission, so it copies a selection as a user would.
 * With a modal dialog open the selection lies inside it, because nothing outside can be selected.
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
