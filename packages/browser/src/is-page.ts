/** Server-side rendering loads this package too; there it does nothing. */
export const isPage = typeof document !== 'undefined';
