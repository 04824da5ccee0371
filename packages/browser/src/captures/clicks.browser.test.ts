import { describe, expect, it } from 'vitest';
import { told, undo, visitWith } from '../testing/capture.js';
import type { Frame } from '../testing/frame.js';
import { createVisitor } from '../testing/visit.js';
import type { ClickOptions } from './clicks.js';

const PAGE = '/__pugmark/page';

/** Puts HTML into the page. */
const show = (frame: Frame, html: string) =>
  frame.run((_, text) => {
    document.body.innerHTML = text;
  }, html);

const click = (frame: Frame, ...selectors: string[]) =>
  frame.run((_, list) => {
    for (const selector of list) {
      const [host, inner] = selector.split(' >>> ') as [string, string | undefined];
      const outer = document.querySelector(host) as HTMLElement;
      const target = inner ? (outer.shadowRoot?.querySelector(inner) as HTMLElement) : outer;
      target.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true }));
    }
  }, selectors);

/** Shows a page, clicks, and answers what was told of it. */
async function clicksOn(html: string, selectors: string[], options: ClickOptions | true = true) {
  const visitor = createVisitor();
  const frame = await visitWith(visitor, { clicks: options });
  await show(frame, html);
  await click(frame, ...selectors);
  return { visitor, frame, events: await told(visitor, frame, 'button_click', 'rage_click', 'dead_click') };
}

describe('clicks', () => {
  it('tell what was clicked, by its name, its text and its kind', async () => {
    const { events } = await clicksOn(
      '<button id="buy">  Buy\n now </button><a href="#x" id="more">More</a>',
      ['#buy', '#more'],
    );
    expect(events).toEqual([
      {
        event: 'button_click',
        elementId: 'buy',
        elementText: 'Buy now',
        elementType: 'button',
        pagePath: PAGE,
      },
      { event: 'button_click', elementId: 'more', elementText: 'More', elementType: 'a', pagePath: PAGE },
    ]);
  });

  it('belong to the button around an icon, also within a shadow tree', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { clicks: true });
    await show(frame, '<button id="search"><svg><path id="p"/></svg></button><x-card id="card"></x-card>');
    await frame.run(() => {
      const root = document.querySelector('#card')?.attachShadow({ mode: 'open' });
      if (root) root.innerHTML = '<button id="inner"><i>Go</i></button>';
    });
    await click(frame, '#p', '#card >>> i');
    expect((await told(visitor, frame, 'button_click')).map(({ elementId }) => elementId)).toEqual([
      'search',
      'inner',
    ]);
  });

  it('carry what the page has written on the element', async () => {
    const { events } = await clicksOn(
      '<div data-track="card" data-track-order-id="5" data-track-list="top">A card</div>',
      ['div'],
    );
    expect(events).toMatchObject([{ elementId: 'card', orderId: '5', list: 'top', elementType: 'div' }]);
  });

  it('never tell what a user has typed, nor where they type, nor what asks for silence', async () => {
    const { events } = await clicksOn(
      `<input id="t" value="secret"><input id="p" type="password" value="secret"><textarea id="a">secret</textarea>
       <div id="e" contenteditable><b id="b">secret</b></div>
       <div data-track-ignore><button id="i">secret</button></div>
       <label id="l">Name <input value="secret"><span data-track-ignore>secret</span></label>
       <select id="s"><option>secret</option></select>`,
      ['#t', '#p', '#a', '#e', '#b', '#i', '#l', '#s'],
    );
    expect(JSON.stringify(events)).not.toContain('secret');
    expect(events.map(({ elementId, elementText }) => [elementId, elementText])).toEqual([['l', 'Name']]);
  });

  it('can be those of marked elements alone, or of a selector', async () => {
    const html = '<button id="a">A</button><button id="b" data-track="b">B</button><p class="c" id="c">C</p>';
    const marked = await clicksOn(html, ['#a', '#b', '#c'], { selector: '[data-track]' });
    expect(marked.events.map(({ elementId }) => elementId)).toEqual(['b']);
    const chosen = await clicksOn(html, ['#a', '#b', '#c'], { selector: '.c' });
    expect(chosen.events.map(({ elementId }) => elementId)).toEqual(['b', 'c']);
  });

  it('tell where a link leads that leaves, without its query', async () => {
    const { events } = await clicksOn(
      '<a id="out" href="https://other.example/path?token=1#x">Out</a><a id="in" href="/here">In</a>',
      [],
      { links: true },
    );
    expect(events).toEqual([]);
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { clicks: { links: true } });
    await show(
      frame,
      '<a id="out" href="https://other.example/path?token=1#x">Out</a><a id="in" href="/here">In</a>',
    );
    await frame.run(() => document.addEventListener('click', (event) => event.preventDefault()));
    await click(frame, '#out', '#in');
    expect((await told(visitor, frame, 'button_click')).map(({ linkUrl }) => linkUrl)).toEqual([
      'https://other.example/path',
      undefined,
    ]);
  });

  it('bear elements that are removed while they are clicked, and forms whose fields have hostile names', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { clicks: true });
    await show(
      frame,
      `<form id="f"><input name="getAttribute"><input name="matches"><input name="closest"><input name="attributes">
       <input name="localName"><input name="parentNode"><input name="id"><input name="textContent">
       <button type="button" id="x">X</button></form><button id="gone">Gone</button>`,
    );
    await frame.run(() => {
      const gone = document.querySelector('#gone');
      gone?.addEventListener('click', () => gone.remove());
      addEventListener('click', () => gone?.remove(), true);
    });
    await click(frame, '#x', '#f');
    await show(frame, '<button id="gone">Gone</button>');
    await click(frame, '#gone');
    expect((await told(visitor, frame, 'button_click')).map(({ elementId }) => elementId)).toEqual([
      'x',
      'gone',
    ]);
    expect(await frame.warnings()).toEqual([]);
  });

  it('tell rage at the third quick click on one spot', async () => {
    const { events } = await clicksOn('<button id="a">A</button>', ['#a', '#a', '#a', '#a'], { rage: true });
    expect(events.map(({ event }) => event)).toEqual([
      'button_click',
      'button_click',
      'button_click',
      'rage_click',
      'button_click',
    ]);
  });

  it('tell dead clicks, and not those that change something', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { clicks: { dead: true } });
    await show(frame, '<button id="dead">A</button><button id="alive">B</button>');
    await frame.run(() => {
      const alive = document.querySelector('#alive');
      alive?.addEventListener('click', () => alive.append('!'));
    });
    await click(frame, '#alive');
    await frame.run(() => new Promise((resolve) => setTimeout(resolve, 1100)));
    await click(frame, '#dead');
    await frame.run(() => new Promise((resolve) => setTimeout(resolve, 1100)));
    expect((await told(visitor, frame, 'dead_click')).map(({ elementId }) => elementId)).toEqual(['dead']);
  });

  it('leave nothing behind when they are taken away', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { clicks: true });
    await show(frame, '<button id="a">A</button>');
    await undo(frame);
    await click(frame, '#a');
    expect(await told(visitor, frame, 'button_click')).toEqual([]);
  });
});
