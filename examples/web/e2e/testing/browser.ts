import { type Browser, chromium, type Page } from 'playwright';
import { chromiumArgs, chromiumPath } from '../../../../scripts/chromium.mjs';
import { ROOT, runNode } from './process.ts';

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArgs] });
}

/** Serves the built example page, which sends to the given collector; resolves with its address. */
export async function servePage(apiUrl: string): Promise<string> {
  const server = runNode([`${ROOT}/examples/web/server.mjs`], {
    env: { PORT: '0', PUGMARK_API_URL: apiUrl },
  });
  return (await server.printed(/example page: (\S+)/))[1] as string;
}

/** From the invitation to the coach, as a visitor does it. */
export async function walkFunnel(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: '开始测评' }).click();
  for (let number = 1; number <= 5; number++) {
    await page.waitForURL(`**/q/${number}`);
    await page
      .locator('.option')
      .nth(number % 4)
      .click();
  }
  await page.getByRole('button', { name: '展开详细报告' }).click();
  await page.getByRole('button', { name: '联系教练' }).click();
}
