/** What a visitor does, and what the store must hold of it, in this order. Each step runs in the page. */
export const WALK = [
  {
    does: 'opens the shop',
    run: () => window.until(() => count('page_view') === 1 && count('page_load') === 1, 'the page view'),
    told: ['page_view /app Home'],
  },
  {
    does: 'goes on, as a router does with pushState',
    run: async () => {
      history.pushState(null, '', '/list?token=secret');
      setTimeout(() => {
        document.title = 'List';
      }, 30);
      await window.until(() => count('page_view') === 2, 'pushState');
    },
    told: ['page_leave /app', 'page_view /list List < /app'],
  },
  {
    does: 'has the address corrected by replaceState',
    run: async () => {
      history.replaceState(null, '', '/list?sort=price');
      await new Promise((resolve) => setTimeout(resolve, 300));
    },
    told: [],
  },
  {
    does: 'follows a hash router',
    run: async () => {
      location.hash = '#/cart?token=secret';
      await window.until(() => count('page_view') === 3, 'the hash');
    },
    told: ['page_leave /list', 'page_view /list#/cart List < /list'],
  },
  {
    does: 'follows a hash-bang router',
    run: async () => {
      location.hash = '#!/pay';
      await window.until(() => count('page_view') === 4, 'the hash-bang');
    },
    told: ['page_leave /list#/cart', 'page_view /list#!/pay List < /list#/cart'],
  },
  {
    does: 'goes back',
    run: async () => {
      history.back();
      await window.until(() => count('page_view') === 5, 'back');
    },
    told: ['page_leave /list#!/pay', 'page_view /list#/cart List < /list#!/pay'],
  },
  {
    does: 'goes forward',
    run: async () => {
      history.forward();
      await window.until(() => count('page_view') === 6, 'forward');
    },
    told: ['page_leave /list#/cart', 'page_view /list#!/pay List < /list#/cart'],
  },
  {
    does: 'clicks: an icon in a button, a shadow tree, what goes away, a form whose fields hide its properties, what is to be ignored',
    run: async () => {
      const click = (element) =>
        element.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
      click(document.getElementById('inner'));
      click(document.getElementById('host').shadowRoot.querySelector('span'));
      click(document.getElementById('removed'));
      click(document.querySelector('[name=inside]'));
      click(document.getElementById('ignored'));
      await window.until(() => count('button_click') === 4, 'clicks');
    },
    told: [
      'button_click icon Buy 5',
      'button_click within Within',
      'button_click removed Remove me',
      'button_click inside Inside',
    ],
  },
  {
    does: 'sends a form, with success',
    run: async () => {
      document.getElementById('order').requestSubmit();
      await window.until(() => count('form_submit') === 1 && count('api_call') === 1, 'the form');
    },
    told: ['form_submit order true', 'api_call POST /api/order/:id 200'],
  },
  {
    does: 'sends a form, in vain',
    // A real press, where the driver can: then promises go on between two listeners.
    press: '#broken button',
    run: async (isPressed) => {
      if (!isPressed) document.getElementById('broken').requestSubmit();
      await window.until(() => count('form_submit') === 2 && count('api_call') === 2, 'the form');
    },
    told: ['form_submit broken false', 'api_call POST /api/broken 500'],
  },
  {
    does: 'scrolls to a banner',
    run: async () => {
      document.getElementById('banner').scrollIntoView();
      await window.until(() => count('marketing_expose') === 1, 'the banner');
    },
    told: ['marketing_expose spring 2'],
  },
  {
    does: 'asks for something by XMLHttpRequest',
    run: async () => {
      const request = new XMLHttpRequest();
      request.open('GET', '/api/user/42?token=secret');
      request.send();
      await window.until(() => count('api_call') === 3, 'the request');
    },
    told: ['api_call GET /api/user/:id 200'],
  },
  {
    does: 'meets errors',
    run: async () => {
      window.reject();
      await window.until(() => count('error_occurred') === 1, 'the rejection');
      document.body.append(Object.assign(new Image(), { src: '/missing.png?token=secret' }));
      await window.until(() => count('error_occurred') === 2, 'the image');
    },
    told: ['error_occurred rejection no answer', 'error_occurred resource img /missing.png'],
  },
  {
    does: 'meets ten thousand errors',
    run: async () => {
      let thrown = 0;
      addEventListener('error', () => thrown++);
      window.storm(10_000);
      await window.until(() => thrown === 10_000, 'the storm');
    },
    told: ['error_occurred script storm'],
  },
];

/** What comes of leaving for another site, coming back, and closing the tab. */
export const ENDING = ['page_leave /list#!/pay', 'page_view /list#!/pay', 'page_leave /list#!/pay'];
