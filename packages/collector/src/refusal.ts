import type { Refusal } from '@pugmark/core';

/** A request that gets no 200. Thrown anywhere below a route, answered in one place. */
export class RefusedError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'RefusedError';
  }
}

export function refuse(
  status: number,
  code: string,
  message: string,
  headers?: Record<string, string>,
): RefusedError {
  return new RefusedError(status, code, message, headers);
}

export function refusalResponse(error: RefusedError): Response {
  const body: Refusal = { error: { code: error.code, message: error.message } };
  return Response.json(body, { status: error.status, headers: error.headers });
}
