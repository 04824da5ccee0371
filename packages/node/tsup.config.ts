import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    express: 'src/frameworks/express.ts',
    koa: 'src/frameworks/koa.ts',
    fastify: 'src/frameworks/fastify.ts',
    hono: 'src/frameworks/hono.ts',
    nestjs: 'src/frameworks/nestjs/index.ts',
    edge: 'src/edge/index.ts',
  },
  format: ['esm', 'cjs'],
  target: 'node20',
  platform: 'node',
  // Not published: it is built in.
  noExternal: ['@pugmark/file-lock'],
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  clean: true,
  treeshake: true,
});
