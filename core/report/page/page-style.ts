/** The page's own style: light or dark as the reader's system is, light on paper. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#fff;--panel:#f6f7f9;--line:#d9dde3;--text:#16191d;--muted:#5a626c;--accent:#1a5fd0;--other:#b35900;--gain:#0b7238;--loss:#bf2121;--note:#fff5db;--note-line:#d9a400}
@media (prefers-color-scheme:dark){:root{--ground:#101317;--panel:#161a20;--line:#2b323b;--text:#e6e9ed;--muted:#9aa4b0;--accent:#68a8ff;--other:#f0a050;--gain:#46c97b;--loss:#ff7373;--note:#2b2412;--note-line:#8a6a10}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1180px;margin:0 auto;padding:28px 24px 48px}
h1{font-size:24px;line-height:1.2;margin:0 0 4px}h2{font-size:16px;margin:32px 0 8px}h3{font-size:14px;margin:0 0 4px}
small{font-size:12px;font-weight:400;color:var(--muted)}
header p,.empty,.muted{color:var(--muted);margin:0}
.gain{color:var(--gain)}.loss{color:var(--loss)}
.cautions{margin:16px 0 0;padding:8px 14px 8px 30px;background:var(--note);border-left:4px solid var(--note-line);border-radius:4px}
.headline{display:grid;grid-template-columns:repeat(5,1fr);gap:8px;margin:18px 0 0}
.headline div{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:8px 10px}
dt{color:var(--muted);font-size:12px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}dd{margin:2px 0 0;font-size:17px;font-weight:600;white-space:nowrap}
figure{margin:0 0 14px;position:relative}
figcaption{display:flex;flex-wrap:wrap;gap:4px 20px;color:var(--muted);font-size:13px;margin-top:4px}
.key::before{content:"";display:inline-block;width:18px;height:0;border-top:3px solid;margin-right:6px;vertical-align:middle}
.key.equity::before{border-color:var(--accent)}.key.benchmark::before{border-color:var(--other);border-top-style:dashed}
svg{display:block;width:100%;height:auto;background:var(--panel);border:1px solid var(--line);border-radius:6px}
svg text{fill:var(--muted);font-size:12px}.value{text-anchor:end}
.grid{stroke:var(--line)}.zero,.mark{stroke:var(--muted)}.zero{stroke-width:1}
.line{fill:none;stroke-width:1.6;stroke-linejoin:round}.line.equity{stroke:var(--accent)}.line.benchmark{stroke:var(--other);stroke-dasharray:5 3}
.line.drawdown{stroke:var(--loss)}.line.price{stroke:var(--muted);stroke-width:1.2}
.area{stroke:none;opacity:.18}.area.drawdown{fill:var(--loss)}.area.equity{fill:var(--accent)}
.bar.gain{fill:var(--gain)}.bar.loss{fill:var(--loss)}.bar{opacity:.85}
.trade.gain{--look:var(--gain)}.trade.loss{--look:var(--loss)}.trade{--look:var(--muted)}
.way{stroke:var(--look);stroke-width:1.2;opacity:.7}.way.open{stroke-dasharray:3 3}
.entry{fill:var(--look);stroke:var(--panel);stroke-width:.8}.exit{fill:var(--panel);stroke:var(--look);stroke-width:1.8}
.columns{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr));gap:0 32px;align-items:start}
.columns figure{margin-top:4px}
.figure-tables{columns:3 320px;column-gap:32px}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{padding:4px 8px;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap}
tbody th{font-weight:500}thead th{color:var(--muted);font-weight:500;font-size:12px;vertical-align:bottom}
.number{text-align:right}th:first-child{padding-left:0}td:last-child,th:last-child{padding-right:0}
.figures{break-inside:avoid;margin:0 0 18px}.figures caption{text-align:left;font-weight:600;font-size:14px;padding:4px 0}
.figures th{font-weight:400;color:var(--muted);white-space:normal}.figures td{font-weight:500}
.months td,.months th{padding:4px 6px;text-align:right}.months tbody th{text-align:left}.months td:last-child{padding-right:6px}.total{font-weight:700}
.prose{white-space:normal;min-width:220px}.plain{margin-bottom:12px}.headless thead{display:none}
.wide{overflow-x:auto}.wide table{font-size:12px}.wide th,.wide td{padding:4px 6px}.wide th:first-child{padding-left:0}
.sortable thead th{cursor:pointer;user-select:none}.sortable thead th:hover,.sortable thead th:focus-visible{color:var(--text)}
th[aria-sort=ascending]::after{content:" \\2191"}th[aria-sort=descending]::after{content:" \\2193"}
.definitions{columns:2 420px;column-gap:32px;padding-left:18px;margin:0;font-size:13px;color:var(--muted)}.definitions li{margin:0 0 6px;break-inside:avoid}
.tip{position:absolute;pointer-events:none;background:var(--ground);border:1px solid var(--line);border-radius:4px;padding:4px 8px;font-size:12px;white-space:nowrap;box-shadow:0 2px 8px #0003;z-index:1}
.rule{stroke:var(--muted);stroke-dasharray:2 2}
@media (max-width:640px){main{padding:14px}.headline{grid-template-columns:repeat(2,1fr)}}
@page{size:A4;margin:13mm 12mm}
@media print{
:root{color-scheme:light;--ground:#fff;--panel:#fff;--line:#d0d4da;--text:#000;--muted:#4a5058;--accent:#1a5fd0;--other:#b35900;--gain:#0b7238;--loss:#bf2121;--note:#fff5db;--note-line:#d9a400}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font-size:10px;line-height:1.35}main{max-width:none;padding:0}
h1{font-size:18px}h2{font-size:13px;margin:16px 0 5px;break-after:avoid}h3{break-after:avoid}
table{font-size:9px}th,td{padding:2px 5px}thead th,dt,small,figcaption,.definitions{font-size:9px}dd{font-size:12px}
.headline{gap:4px}.headline div{padding:4px 6px}
.columns{grid-template-columns:1fr 1fr;gap:0 18px}.figure-tables{columns:3;column-gap:18px}.definitions{columns:2}
figure,tr,section:not(.long){break-inside:avoid}thead{display:table-header-group}
.long table{font-size:7.5px}.long th,.long td{padding:1.5px 3px}.wide{overflow:visible}.prose{min-width:0}
.tip,.rule{display:none}th[aria-sort]::after{content:none}
}
`;
