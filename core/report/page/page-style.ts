/** The page's own style, light or dark as the reader's system is. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#fff;--panel:#f5f6f8;--line:#dcdfe4;--text:#1a1d21;--muted:#616872;--accent:#1f6feb;--gain:#0a7a3d;--loss:#c02a2a}
@media (prefers-color-scheme:dark){:root{--ground:#101317;--panel:#171b21;--line:#2a3038;--text:#e4e7eb;--muted:#98a1ac;--accent:#5aa2ff;--gain:#43c778;--loss:#ff6b6b}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:14px/1.45 system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1120px;margin:0 auto;padding:24px}
h1{font-size:22px;margin:0 0 4px}h2{font-size:15px;margin:28px 0 8px}header p,.empty,.legend{color:var(--muted);margin:0}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(170px,1fr));gap:8px;margin:20px 0 0}
.figures div{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:8px 12px}
dt{color:var(--muted);font-size:12px}dd{margin:2px 0 0;font-size:16px}
.gain{color:var(--gain)}.loss{color:var(--loss)}.gain::before{content:"+"}
svg{display:block;width:100%;height:auto;background:var(--panel);border:1px solid var(--line);border-radius:6px}
svg text{fill:var(--muted);font-size:11px}svg .value{text-anchor:end}svg .grid{stroke:var(--line)}
svg path{fill:none;stroke-width:1.5}svg .equity{stroke:var(--accent)}svg .benchmark{stroke:var(--muted);stroke-dasharray:4 3}
svg .drawdown{stroke:var(--loss)}svg .area{stroke:none;fill:var(--loss);opacity:.18}
.legend span{margin-right:16px}.legend .equity::before{content:"— ";color:var(--accent)}.legend .benchmark::before{content:"- - "}
.groups{display:grid;grid-template-columns:repeat(auto-fill,minmax(480px,1fr));gap:0 24px}
table{border-collapse:collapse;width:100%}th,td{padding:4px 8px;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th{color:var(--muted);font-weight:500;font-size:12px}th:first-child,td:first-child{text-align:left}.wide{overflow-x:auto}
@media (max-width:640px){main{padding:12px}.groups{grid-template-columns:1fr}}
@media print{main{max-width:none}svg{break-inside:avoid}}
`;
