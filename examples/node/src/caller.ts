import type { Request } from 'express';
import { BadRequest } from './input.js';

/** The user that the gateway has named. */
export function callerOf(request: Request): string {
  const userId = request.get('X-User-Id')?.trim();
  if (userId && userId.length <= 100) return userId;
  throw new BadRequest(401, 'The header X-User-Id must name the user.');
}
