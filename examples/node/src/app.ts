import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { TrackingModule, type TrackingModuleOptions } from '@pugmark/node/nestjs';
import { ErrorFilter, MAX_BODY } from './errors.js';
import { ORDERS, OrdersController } from './orders.controller.js';
import { createOrders } from './orders.js';
import { PricesController } from './prices.controller.js';

/** The order service of a hospital-escort platform. The gateway in front of it has put the user into `X-User-Id`. */
export async function createApp(options: TrackingModuleOptions): Promise<NestExpressApplication> {
  const context = {
    userId: ({ headers }: { headers: Record<string, string | undefined> }) => headers['x-user-id']?.trim(),
  };

  @Module({
    imports: [TrackingModule.forRoot({ ...options, context })],
    controllers: [OrdersController, PricesController],
    providers: [{ provide: ORDERS, useFactory: createOrders }],
  })
  class AppModule {}

  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    logger: ['error', 'warn'],
    bodyParser: false,
  });
  app.useBodyParser('json', { limit: MAX_BODY });
  app.useGlobalFilters(new ErrorFilter());
  // Closes the app on SIGTERM and SIGINT; the module delivers what waits when the server has closed.
  app.enableShutdownHooks();
  return app;
}
