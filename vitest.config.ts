import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { testPages } from './packages/browser/src/testing/test-pages.js';
import { chromiumArgs } from './scripts/chromium.mjs';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Tests read the packages' sources, so that a change is tested without a build.
const alias = {
  '@pugmark/core/testing/contracts': source('packages/core/src/testing/contracts/index.ts'),
  '@pugmark/core/testing': source('packages/core/src/testing/index.ts'),
  '@pugmark/core/vocabulary': source('packages/core/src/vocabulary.ts'),
  '@pugmark/core/masking': source('packages/core/src/masking.ts'),
  '@pugmark/core': source('packages/core/src/index.ts'),
  '@pugmark/browser': source('packages/browser/src/index.ts'),
  '@pugmark/node/nestjs': source('packages/node/src/frameworks/nestjs/index.ts'),
  '@pugmark/node': source('packages/node/src/index.ts'),
  '@pugmark/plan/load': source('packages/plan/src/load.ts'),
  '@pugmark/plan/validate': source('packages/plan/src/validate.ts'),
  '@pugmark/plan': source('packages/plan/src/index.ts'),
  '@pugmark/store/testing/contracts': source('packages/store/src/testing/contracts/index.ts'),
  '@pugmark/store/testing': source('packages/store/src/testing/index.ts'),
  '@pugmark/store': source('packages/store/src/index.ts'),
  '@pugmark/insights/client': source('packages/insights/src/client.ts'),
  '@pugmark/insights': source('packages/insights/src/index.ts'),
  '@pugmark/boards': source('packages/boards/src/index.ts'),
  '@pugmark/collector/command-line': source('packages/collector/src/command-line.ts'),
  '@pugmark/collector': source('packages/collector/src/index.ts'),
};

/** Only the package that binds them has them. */
const frameworks = Object.fromEntries(
  ['react', 'react-dom/client', 'vue'].map((name) => [name, source(`packages/browser/node_modules/${name}`)]),
);

const chromium = process.env.PUGMARK_CHROMIUM;

/** A bound for tests that hang, not a goal: a busy machine may take seconds to load a module. */
const patience = { testTimeout: 30_000, hookTimeout: 30_000 };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          ...patience,
          environment: 'node',
          include: [
            'packages/*/{src,lower}/**/*.test.ts',
            'scripts/**/*.test.ts',
            'examples/*/src/**/*.test.ts',
          ],
          exclude: [
            '**/*.dom.test.ts',
            '**/*.browser.test.ts',
            '**/*.e2e.test.ts',
            '**/*.miniapp.test.ts',
            '**/*.postgres.test.ts',
          ],
        },
      },
      // Only where a server is named: `node scripts/postgres.mjs` starts one.
      ...(process.env.PUGMARK_POSTGRES
        ? [
            {
              resolve: { alias },
              test: {
                name: 'postgres',
                environment: 'node' as const,
                include: ['packages/*/src/**/*.postgres.test.ts'],
                testTimeout: 60_000,
                hookTimeout: 60_000,
                fileParallelism: false,
                sequence: { groupOrder: 3 },
              },
            },
          ]
        : []),
      {
        resolve: { alias },
        test: {
          name: 'dom',
          ...patience,
          environment: 'happy-dom',
          include: ['packages/*/src/**/*.dom.test.ts'],
        },
      },
      {
        resolve: { alias: { ...alias, ...frameworks } },
        plugins: [testPages()],
        // Found in the middle of a test, one would load the page anew.
        optimizeDeps: { include: ['fast-check', ...Object.keys(frameworks)], exclude: ['web-vitals'] },
        test: {
          name: 'chromium',
          ...patience,
          expect: { poll: { timeout: 10_000 } },
          globalSetup: ['packages/browser/src/testing/collector-server.ts'],
          include: ['packages/*/src/**/*.browser.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(chromium ? { executablePath: chromium } : {}),
                args: [...chromiumArgs],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'miniapp',
          environment: 'node',
          // Builds the example with Taro's own command line.
          globalSetup: ['examples/taro/e2e/testing/build.ts'],
          include: ['packages/taro/src/**/*.miniapp.test.ts', 'examples/*/e2e/**/*.miniapp.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['{packages,examples}/**/*.e2e.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // After the others: real processes and browsers need the machine for themselves.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
