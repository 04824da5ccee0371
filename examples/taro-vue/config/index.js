const { resolve } = require('node:path');

/** Where the collector is; the tests give their own. */
const apiUrl = process.env.TARO_APP_API_URL || 'https://collect.example.com';

module.exports = {
  projectName: 'pugmark-clinic',
  date: '2026-01-01',
  designWidth: 750,
  deviceRatio: { 640: 1.17, 750: 1, 828: 0.905 },
  sourceRoot: 'src',
  outputRoot: `dist/${process.env.TARO_ENV}`,
  framework: 'vue3',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  defineConstants: { API_URL: JSON.stringify(apiUrl) },
  // In this repository the package is a link, and its peers are not found from there. An app that installs it from npm
  // needs no alias.
  alias: Object.fromEntries(
    ['@tarojs/taro', '@tarojs/runtime'].map((name) => [name, resolve(__dirname, '../node_modules', name)]),
  ),
  mini: { postcss: { pxtransform: { enable: true, config: {} } } },
};
