/** Every page has an address of its own, so that the browser's back button and a reload do what people expect. */
export type Route =
  | { page: 'home' }
  | { page: 'landing'; token: string }
  | { page: 'question'; token: string; number: number }
  | { page: 'result'; token: string };

export function parseRoute(pathname: string): Route {
  const [, token, rest = ''] = /^\/t\/([^/]+)\/?(.*)$/.exec(pathname) ?? [];
  if (!token) return { page: 'home' };
  const number = /^q\/(\d+)$/.exec(rest)?.[1];
  if (number) return { page: 'question', token, number: Number(number) };
  return { page: rest === 'result' ? 'result' : 'landing', token };
}

export function pathOf(route: Route): string {
  switch (route.page) {
    case 'home':
      return '/';
    case 'landing':
      return `/t/${route.token}`;
    case 'question':
      return `/t/${route.token}/q/${route.number}`;
    case 'result':
      return `/t/${route.token}/result`;
  }
}

let show: (route: Route) => void = () => {};

export function startRouter(render: (route: Route) => void): void {
  show = render;
  window.addEventListener('popstate', () => show(parseRoute(location.pathname)));
  show(parseRoute(location.pathname));
}

export function go(route: Route): void {
  history.pushState(null, '', pathOf(route));
  show(route);
}

/** For an address that makes no sense yet: back must not lead to it again. */
export function redirect(route: Route): void {
  history.replaceState(null, '', pathOf(route));
  show(route);
}
