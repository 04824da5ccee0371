import './styles/theme.css';
import './styles/base.css';
import './styles/landing.css';
import './styles/question.css';
import './styles/result.css';
import './tracking.ts';
import { homePage } from './pages/home.ts';
import { landingPage } from './pages/landing.ts';
import { questionPage } from './pages/question.ts';
import { resultPage } from './pages/result.ts';
import { type Route, startRouter } from './router.ts';

const app = document.getElementById('app') as HTMLElement;

startRouter((route) => {
  const page = pageOf(route);
  // A page that redirected has already shown another one.
  if (!page) return;
  const isFirst = !app.hasChildNodes();
  app.replaceChildren(page);
  const heading = page.querySelector('h1');
  document.title = `${heading?.textContent ?? ''} · 拾级学习力测评`;
  if (isFirst) return;
  window.scrollTo(0, 0);
  // Screen readers read the new page from its heading on.
  heading?.focus({ preventScroll: true });
});

function pageOf(route: Route): HTMLElement | undefined {
  switch (route.page) {
    case 'home':
      return homePage();
    case 'landing':
      return landingPage(route.token);
    case 'question':
      return questionPage(route.token, route.number);
    case 'result':
      return resultPage(route.token);
  }
}
