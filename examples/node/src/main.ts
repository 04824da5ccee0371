import { createApp } from './app.js';

const { PUGMARK_API_URL = 'http://127.0.0.1:8787', PORT = '3000' } = process.env;

try {
  const app = await createApp({ apiUrl: PUGMARK_API_URL });
  await app.listen(Number(PORT), '127.0.0.1');
  console.log(`order service: ${await app.getUrl()}`);
} catch (error) {
  console.error(`order service: ${(error as Error).message}`);
  process.exit(1);
}
