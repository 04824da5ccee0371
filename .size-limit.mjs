/** What a page imports, as its bundler builds it in. A size may grow only with a reason in the commit. */
const entry = (name, path, names, limit) => ({
  name,
  path: `packages/browser/dist/${path}.js`,
  import: `{ ${names} }`,
  limit,
  // Google's library is measured by itself; the tracker is there already.
  ignore: ['web-vitals', '@pugmark/browser'],
});

export default [
  entry('init + track + setUser + flush (goal: 7.9 kB)', 'index', 'init, track, setUser, flush', '14.9 kB'),
  {
    name: 'script tag, with everything',
    path: 'packages/browser/dist/pugmark.iife.js',
    // Weighed as it is shipped: minified once more, it would be larger.
    modifyEsbuildConfig: (config) => ({ ...config, loader: { ...config.loader, '.js': 'copy' } }),
    limit: '14.7 kB',
  },
  entry('all captures', 'captures/index', 'captures', '5.55 kB'),
  entry('page-views', 'captures/page-views', 'pageViews', '1.6 kB'),
  entry('clicks', 'captures/clicks', 'clicks', '1.5 kB'),
  entry('forms', 'captures/forms', 'forms', '1.5 kB'),
  entry('exposure', 'captures/exposure', 'exposure', '1.15 kB'),
  entry('performance', 'captures/performance', 'performanceTimings', '0.7 kB'),
  entry('api-calls', 'captures/api-calls', 'apiCalls', '1 kB'),
  entry('errors', 'captures/errors', 'errors', '1 kB'),
  entry('devtools', 'devtools/index', 'showDevtools', '2.6 kB'),
  entry('heartbeat', 'captures/heartbeat', 'heartbeat', '1.05 kB'),
  entry('context', 'visitor/context', 'context', '1.5 kB'),
  entry('cookie', 'visitor/shared-cookie', 'sharedCookie', '1.0 kB'),
  entry('cookieless', 'visitor/cookieless', 'cookieless', '0.3 kB'),
  entry('cross-domain', 'visitor/cross-domain', 'crossDomain', '1.4 kB'),
  entry('web-view', 'visitor/web-view', 'webView, withVisitor', '1.1 kB'),
  {
    name: 'boards page',
    path: ['packages/boards/dist/page/app.js', 'packages/boards/dist/page/style.css'],
    brotli: true,
    limit: '230 kB',
    modifyEsbuildConfig: (config) => ({
      ...config,
      loader: { ...config.loader, '.js': 'copy', '.css': 'copy' },
    }),
  },
];
