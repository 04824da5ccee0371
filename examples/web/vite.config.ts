import { defineConfig } from 'vite';

const host = '127.0.0.1';
const port = Number(process.env.PUGMARK_WEB_PORT ?? 5173);

export default defineConfig({
  server: { host, port, strictPort: true },
  preview: { host, port, strictPort: true },
  build: { target: 'es2020', assetsInlineLimit: 0 },
});
