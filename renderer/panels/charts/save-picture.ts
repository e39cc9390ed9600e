import { createZoneFormat } from '../../format/zone-format.ts';
import { saveFile } from '../../bridge/save-file.ts';
import { chartOf, type ShownChart } from '../../state/chart-subscription.ts';
import { notify } from '../../state/notice-store.ts';
import type { Workstation } from '../../state/workstation.ts';

const HEAD = 34;

/** The active pane's chart as a PNG, with its symbol, interval and clock above it. */
export function saveActiveChart({ view, session, link, notices }: Workstation): void {
  const { panes, activePane } = view.getState();
  const { header } = session.getState().copy;
  const pane = panes[activePane];
  const chart =
    header === null || pane === undefined ? null : chartOf(pane, header.intervals, header.indicators);
  const drawn = chart === null ? undefined : link.find(chart.chartId);
  if (chart === null || header === null || drawn === undefined) {
    notify(notices, {
      tone: 'info',
      text: 'There is no chart in the active pane.',
      hint: null,
      action: null,
    });
    return;
  }
  const format = createZoneFormat(header.zone);
  const at = header.clockMs ?? header.openMs;
  const stamp = `${format.date(at)} ${format.minute(at)} ${format.zoneName(at)}`;
  const canvas = withTitle(drawn.picture(), chart, stamp, header.synthetic);
  canvas.toBlob((blob) => {
    if (blob === null) return;
    const time = format.minute(at).replace(':', '');
    saveFile(blob, `${chart.symbol}-${chart.interval}-${header.day ?? ''}-${time}.png`);
  }, 'image/png');
}

function withTitle(
  picture: HTMLCanvasElement,
  { symbol, interval }: ShownChart,
  stamp: string,
  synthetic: boolean,
): HTMLCanvasElement {
  const ratio = window.devicePixelRatio;
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height + HEAD * ratio;
  const context = canvas.getContext('2d');
  if (context === null) return picture;
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  context.fillStyle = token('--panel');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = token('--text-strong');
  context.font = `600 ${14 * ratio}px ${token('--font-ui')}`;
  const mark = synthetic ? '   synthetic data' : '';
  context.fillText(`${symbol}  ${interval}   ${stamp}${mark}`, 12 * ratio, 22 * ratio);
  context.drawImage(picture, 0, HEAD * ratio);
  return canvas;
}
