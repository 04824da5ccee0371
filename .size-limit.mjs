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
  entry('init + track + setUser + flush (goal: 7.9 kB)', 'index', 'init, track, setUser, flush', '13.7 kB'),
  {
    name: 'script tag, with everything',
    path: 'packages/browser/dist/pugmark.iife.js',
    // Weighed as it is shipped: minified once more, it would be larger.
    modifyEsbuildConfig: (config) => ({ ...config, loader: { ...config.loader, '.js': 'copy' } }),
    limit: '13.3 kB',
  },
  entry('all captures (goal: 5.5 kB)', 'captures/index', 'captures', '6.4 kB'),
  entry('page-views', 'captures/page-views', 'pageViews', '1.8 kB'),
  entry('clicks', 'captures/clicks', 'clicks', '1.6 kB'),
  entry('forms', 'captures/forms', 'forms', '1.8 kB'),
  entry('exposure', 'captures/exposure', 'exposure', '1.2 kB'),
  entry('performance', 'captures/performance', 'performanceTimings', '0.9 kB'),
  entry('api-calls', 'captures/api-calls', 'apiCalls', '1.1 kB'),
  entry('errors', 'captures/errors', 'errors', '1.3 kB'),
  entry('heartbeat', 'captures/heartbeat', 'heartbeat', '1.2 kB'),
];
