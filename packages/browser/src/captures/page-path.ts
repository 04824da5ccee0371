import type { PluginContext } from '@pugmark/core';

/** How paths are told. */
export interface PathOptions {
  /**
   * Makes one path of many, such as `/order/:id` of `/order/123`. One that throws, or gives no text, changes nothing.
   * Default: the path as it is, without query.
   */
  normalizePath?: ((path: string) => string) | undefined;
}

/** Takes what identifies one thing out of a path: numbers, and ids of 16 characters or more that hold digits. */
export const hideIds = (path: string): string =>
  path.replace(/\/(?:\d+|(?=[\w-]*\d)[\w-]{16,})(?=\/|$)/g, '/:id');

/** @param otherwise Where nothing normalises the path, or what does so fails. */
export function normalize(
  path: string,
  normalizePath: PathOptions['normalizePath'],
  otherwise: string = path,
): string {
  try {
    const normal = normalizePath?.(path);
    return typeof normal === 'string' ? normal : otherwise;
  } catch {
    return otherwise;
  }
}

/** The path of the page that the visitor sees. */
export const readPath = (context: Pick<PluginContext, 'page'>, options: PathOptions): string =>
  normalize(context.page()?.pagePath || '', options.normalizePath);
