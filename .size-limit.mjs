export default [
  {
    name: 'init + track + setUser + flush (goal: 6 kB)',
    path: 'packages/browser/dist/index.js',
    import: '{ init, track, setUser, flush }',
    limit: '7.3 kB',
  },
  {
    name: 'script tag, with everything',
    path: 'packages/browser/dist/pugmark.iife.js',
    // Weighed as it is shipped: minified once more, it would be larger.
    modifyEsbuildConfig: (config) => ({ ...config, loader: { ...config.loader, '.js': 'copy' } }),
    limit: '7.3 kB',
  },
];
