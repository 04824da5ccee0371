/** What a code of Node, of the resolver or of TLS means. */
const MEANINGS: readonly (readonly [code: RegExp, meaning: string])[] = [
  [/^ECONNREFUSED$/, 'connection refused'],
  [/^(ENOTFOUND|EAI_\w+)$/, 'name not found'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|HPE_\w+)$/, 'connection broken'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'no way there'],
  [/^ETIMEDOUT$/, 'no answer in time'],
  [/CERT|SELF_SIGNED|SIGNATURE|ISSUER/, 'certificate'],
  [/^(ERR_SSL_\w+|EPROTO)$/, 'no TLS there'],
];

/** Why a request failed, in words for the warning. */
export function nameFailure(cause: unknown): string {
  const code = codeOf(cause);
  const meaning = MEANINGS.find(([pattern]) => pattern.test(code))?.[1];
  if (meaning) return meaning;
  return code || (cause instanceof Error ? cause.message : '');
}

/** A name with several addresses fails with one error for each of them. */
function codeOf(cause: unknown): string {
  const { code, errors } = (cause ?? {}) as { code?: unknown; errors?: unknown[] };
  if (typeof code === 'string') return code;
  return errors?.[0] ? codeOf(errors[0]) : '';
}

const MAX_LOCATION = 200;

/** Where a redirect leads, which is never followed: the address is an option, and a POST must stay one. */
export function nameRedirect(status: number, location: string | undefined): string | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  return location
    ? `a redirect to ${location.slice(0, MAX_LOCATION)}, which is not followed: set apiUrl to it`
    : 'a redirect';
}
