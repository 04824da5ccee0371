import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LaunchOptions, launchMiniApp, type MiniApp, type PlatformName } from '@pugmark/miniapp-runtime';
import { onTestFinished } from 'vitest';
import type { Server } from './server.js';

export const PLATFORMS: PlatformName[] = ['weapp', 'alipay', 'tt', 'swan'];

/** The built output of an example. */
const output = (example: string, platform: PlatformName) =>
  fileURLToPath(new URL(`../../../${example}/dist/${platform}`, import.meta.url));

/** A user's phone: its storage outlives the app. */
export interface Phone {
  /** Where it keeps the app's storage. */
  storageFile: string;
  launch(options?: Partial<LaunchOptions>): MiniApp;
}

export function createPhone(server: Server, platform: PlatformName = 'weapp', example = 'taro'): Phone {
  const directory = mkdtempSync(join(tmpdir(), 'pugmark-phone-'));
  const running: MiniApp[] = [];
  onTestFinished(() => {
    for (const app of running) app.kill();
    rmSync(directory, { recursive: true });
  });
  const storageFile = join(directory, 'storage.json');
  return {
    storageFile,
    launch(options = {}) {
      const app = launchMiniApp({
        platform,
        directory: output(example, platform),
        storageFile,
        network: { isOnline: true, hosts: { 'https://collect.example.com': server.url } },
        ...options,
      });
      running.push(app);
      return app;
    },
  };
}

/** The page is in front, and drawn: Taro knows no route of a page that is hidden before that. */
export const onPage = (app: MiniApp, name: string): Promise<void> =>
  app.until(() => app.page()?.route === `pages/${name}/index` && app.texts().length > 0);

/** A patient's way from the first page to the order that is paid. */
export async function walk(app: MiniApp): Promise<void> {
  await app.tap('claim');
  app.share();
  await app.tap('to-search');
  await onPage(app, 'search');
  await app.input('keyword', '协和');
  await app.tap('department-0');
  await app.tap('e-1');
  await onPage(app, 'order');
  await app.tap('order');
  await app.tap('pay');
  await onPage(app, 'done');
}
