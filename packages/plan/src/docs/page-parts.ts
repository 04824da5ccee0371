export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
header { position: sticky; top: 0; background: Canvas; padding-bottom: .5rem; }
h1, h3, header p { margin: .25rem 0; }
input { width: 100%; box-sizing: border-box; font: inherit; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .5rem; }
.card { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; overflow-x: auto; scroll-margin-top: 12rem; }
.facts { opacity: .75; }
.badge { font-size: .75rem; padding: .1rem .5rem; border-radius: 1rem; background: var(--soft); }
.badge.P0 { background: #c33; color: #fff; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem .25rem 0; border-top: 1px solid var(--line); font-weight: normal; }
`;

/** Hides the cards that lack one of the words, and the headings that are left with nothing. */
export const PAGE_SCRIPT = `
const search = document.getElementById('search');
const cards = [...document.querySelectorAll('.card')].map((card) => [card, card.textContent.toLowerCase()]);
search.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const [card, content] of cards) card.hidden = !words.every((word) => content.includes(word));
  for (const heading of document.querySelectorAll('h2')) {
    let next = heading.nextElementSibling;
    while (next && next.hidden) next = next.nextElementSibling;
    heading.hidden = !next || next.tagName === 'H2';
  }
  document.getElementById('none').hidden = cards.some(([card]) => !card.hidden);
});
`;
