interface ImportMetaEnv {
  /** Base address of the collector. */
  readonly VITE_PUGMARK_API_URL?: string;
}
