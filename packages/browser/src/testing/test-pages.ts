import type { Plugin } from 'vite';

/**
 * Serves an empty page of the tests' own origin, for frames that a test opens and closes: `load(name)` imports a
 * source, and a function that is posted to the page is run there. Frames without an origin may load the sources too.
 */
export const testPages = (): Plugin => ({
  name: 'pugmark-test-pages',
  configureServer({ middlewares }) {
    middlewares.use((request, response, next) => {
      if (request.headers.origin === 'null') response.setHeader('Access-Control-Allow-Origin', '*');
      if (!request.url?.startsWith('/__pugmark/')) return next();
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(PAGE);
    });
  },
});

const PAGE = `<!doctype html>
<title>Test page</title>
<script>
  warnings = [];
  console.warn = (message) => warnings.push(String(message));
  addEventListener('error', ({ message }) => warnings.push('uncaught: ' + message));
  addEventListener('unhandledrejection', ({ reason }) => warnings.push('unhandled: ' + reason));
  load = (name = 'index') => import('/packages/browser/src/' + name + '.ts');
  addEventListener('message', async ({ data: { id, source, args } }) => {
    const answer = {};
    try {
      answer.value = await eval('(' + source + ')')(load, ...args);
    } catch (cause) {
      answer.error = String(cause && cause.stack || cause);
    }
    parent.postMessage({ id, ...answer }, '*');
  });
</script>`;
