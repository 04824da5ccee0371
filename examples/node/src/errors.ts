import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { BadRequest } from './input.js';

/** What a body may have, in bytes. */
export const MAX_BODY = 16_384;

/** Every failure is answered with `{ error }`. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(error: Error & { status?: number }, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const { status = 500 } = error;
    if (status >= 500) console.error(error);
    response.status(status).json({ error: messageOf(error, status) });
  }
}

function messageOf(error: Error, status: number): string {
  if (error instanceof BadRequest) return error.message;
  if (status === 413) return `The body must be at most ${MAX_BODY} bytes.`;
  if (status === 400) return 'The body must be a JSON object.';
  return status < 500 ? error.message : 'The service failed.';
}
