import {
  ColorType,
  CrosshairMode,
  LineStyle,
  TickMarkType,
  type ChartOptions,
  type DeepPartial,
  type Time,
} from 'lightweight-charts';
import type { ZoneFormat } from '../format/zone-format.ts';
import type { ChartTheme } from './chart-theme.ts';

const instantOf = (time: Time): number => (time as number) * 1_000;

function tickLabel(format: ZoneFormat, time: Time, type: TickMarkType): string {
  const instant = instantOf(time);
  switch (type) {
    case TickMarkType.Year:
      return format.year(instant);
    case TickMarkType.Month:
      return format.month(instant);
    case TickMarkType.DayOfMonth:
      return format.dayOfMonth(instant);
    case TickMarkType.TimeWithSeconds:
      return format.clock(instant);
    default:
      return format.minute(instant);
  }
}

export function chartOptions(theme: ChartTheme, format: ZoneFormat): DeepPartial<ChartOptions> {
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: theme.text,
      fontFamily: theme.font,
      fontSize: theme.fontSize,
      panes: { separatorColor: theme.border, separatorHoverColor: theme.crosshair },
      // The status bar names the library instead, where it does not cover prices.
      attributionLogo: false,
    },
    grid: { vertLines: { color: theme.grid }, horzLines: { color: theme.grid } },
    rightPriceScale: {
      borderColor: theme.border,
      scaleMargins: { top: 0.08, bottom: 0.24 },
      entireTextOnly: true,
      // Panes of one column then align their time axes, and a new price does not make the canvases measure
      // again.
      minimumWidth: 64,
    },
    timeScale: {
      borderColor: theme.border,
      timeVisible: true,
      secondsVisible: false,
      rightOffset: 6,
      barSpacing: 7,
      minBarSpacing: 0.5,
      tickMarkFormatter: (time: Time, type: TickMarkType) => tickLabel(format, time, type),
    },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: {
        color: theme.crosshair,
        labelBackgroundColor: theme.label,
        width: 1,
        style: LineStyle.LargeDashed,
      },
      horzLine: {
        color: theme.crosshair,
        labelBackgroundColor: theme.label,
        width: 1,
        style: LineStyle.LargeDashed,
      },
    },
    localization: {
      timeFormatter: (time: Time) => {
        const instant = instantOf(time);
        return `${format.date(instant)}  ${format.minute(instant)} ${format.zoneName(instant)}`;
      },
    },
  };
}
