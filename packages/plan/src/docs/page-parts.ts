export const PAGE_STYLE = `
:root { color-scheme: light dark; --page: #f6f7f9; --paper: #fff; --ink: #1b1f24; --quiet: #59636e; --line: #d9dee4; --soft: #eef1f4; --accent: #0b62d6; --urgent: #b42318; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0f1216; --paper: #171b21; --ink: #e6e9ed; --quiet: #9aa4af; --line: #2c333c; --soft: #222830; --accent: #6cb0ff; --urgent: #d9473b; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
header, .columns { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .75rem; }
#find-none + h2 { margin-top: .25rem; }
h3 { font-size: 1.05rem; margin: 0; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
p { margin: .35rem 0; }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
h3 code { font-weight: 600; }
.card > p:last-child { margin-bottom: 0; }
a { color: inherit; text-decoration: none; }
a:hover { color: var(--accent); text-decoration: underline; }
.quiet, dt, .flag { color: var(--quiet); }
.bar { position: sticky; top: 0; z-index: 1; background: var(--page); border-bottom: 1px solid var(--line); margin-top: .75rem; }
.bar > div { max-width: 76rem; margin: 0 auto; padding: .6rem 1rem; display: flex; gap: .75rem; align-items: center; }
input { flex: 1; min-width: 0; font: inherit; color: inherit; background: var(--paper); padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .5rem; }
input:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
#find-count { color: var(--quiet); font-size: .875rem; white-space: nowrap; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem; padding-top: 1rem; padding-bottom: 4rem; }
nav { display: none; }
nav a { display: block; padding: .15rem .5rem; border-radius: .35rem; font-size: .875rem; }
nav a:hover { background: var(--soft); text-decoration: none; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .65rem; padding: .85rem 1rem; margin: 0 0 .75rem; scroll-margin-top: 4.5rem; }
.badge { font-size: .75rem; line-height: 1.5; padding: 0 .5rem; border-radius: 1rem; background: var(--soft); color: var(--quiet); font-weight: 600; }
.badge.P0 { background: var(--urgent); color: #fff; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem .75rem; margin: .6rem 0 0; font-size: .875rem; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin-top: .6rem; font-size: .9rem; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); font-weight: normal; }
th { width: 30%; }
td.type { width: 32%; }
.flag { font-size: .8rem; margin-left: .4rem; white-space: nowrap; }
.value { display: inline-block; background: var(--soft); border-radius: .3rem; padding: 0 .35rem; margin: 0 .2rem .2rem 0; }
[hidden] { display: none !important; }
@media (min-width: 60rem) {
  .columns { grid-template-columns: 15rem minmax(0, 1fr); }
  nav { display: block; position: sticky; top: 4.5rem; max-height: calc(100vh - 5.5rem); overflow-y: auto; align-self: start; }
}
@media (max-width: 34rem) {
  table, tbody, tr, td:last-child { display: block; }
  tr { border-top: 1px solid var(--line); padding: .4rem 0; }
  th, td, td.type { border: 0; padding: 0; width: auto; }
  th, td.type { display: inline; }
  td.type { margin-left: .6rem; color: var(--quiet); }
  .value { margin-top: .2rem; }
}
@media print { .bar, nav { display: none; } .columns { display: block; } .card { break-inside: avoid; } }
`;

/** Hides the cards that lack one of the words, and the headings that are left with nothing. */
export const PAGE_SCRIPT = `
const search = document.getElementById('find-text');
const cards = [...document.querySelectorAll('.card')].map((card) => [card, card.textContent.toLowerCase()]);
const links = new Map([...document.querySelectorAll('nav a')].map((link) => [link.hash.slice(1), link]));
const events = document.querySelectorAll('.event').length;
search.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const [card, content] of cards) {
    card.hidden = !words.every((word) => content.includes(word));
    const link = links.get(card.id);
    if (link) link.hidden = card.hidden;
  }
  for (const heading of document.querySelectorAll('h2')) {
    let next = heading.nextElementSibling;
    while (next && next.hidden) next = next.nextElementSibling;
    heading.hidden = !next || next.tagName === 'H2';
  }
  const left = document.querySelectorAll('.event:not([hidden])').length;
  document.getElementById('find-count').textContent = (words.length ? left + ' of ' : '') + events + (events === 1 ? ' event' : ' events');
  document.getElementById('find-none').hidden = cards.some(([card]) => !card.hidden);
});
`;
