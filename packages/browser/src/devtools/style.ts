/** Within the shadow tree: what the page's own styles say ends at its host. */
export const STYLE = `
:host{all:initial!important;position:fixed!important;z-index:2147483647!important;right:12px!important;bottom:12px!important;
width:min(440px,calc(100vw - 24px))!important;color-scheme:light dark}
*{box-sizing:border-box}
section{--ink:#1d2a25;--dim:#5b6a64;--paper:#fff;--line:#d8dfdb;--mark:#0b6b4b;--bad:#a5281b;
font:13px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:10px;
box-shadow:0 8px 30px #0004;display:flex;flex-direction:column;max-height:min(60vh,520px)}
@media(prefers-color-scheme:dark){section{--ink:#e6ece9;--dim:#9fb0a9;--paper:#16201c;--line:#33423c;--mark:#6fd3ac;--bad:#ff9a8c}}
header{display:flex;flex-wrap:wrap;gap:6px;align-items:center;padding:8px 10px;border-bottom:1px solid var(--line)}
h2{font-size:13px;margin:0 auto 0 0}
button,input{font:inherit;color:inherit;background:none;border:1px solid var(--line);border-radius:6px;padding:3px 8px;min-height:28px}
button{cursor:pointer}
button:focus-visible,input:focus-visible,summary:focus-visible{outline:2px solid var(--mark);outline-offset:1px}
input{width:100%}
p{margin:0;padding:6px 10px;color:var(--dim);overflow-wrap:anywhere;border-bottom:1px solid var(--line)}
.faults{color:var(--bad)}
ol{list-style:none;margin:0;padding:0;overflow:auto}
li{border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:5px 10px;display:flex;gap:8px}
summary b{color:var(--mark);font-weight:600;overflow-wrap:anywhere}
time{color:var(--dim);margin-left:auto;font-variant-numeric:tabular-nums}
pre{margin:0;padding:4px 10px 8px;white-space:pre-wrap;overflow-wrap:anywhere;font:12px/1.4 ui-monospace,monospace}
`;
