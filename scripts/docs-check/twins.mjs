/** Comments may be translated, code may not. */
const withoutComments = (/** @type {string} */ code) =>
  code
    .replace(/<!--.*?-->/gs, '')
    .replace(/(^|\s)(\/\/|#) .*$/gm, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim();

/**
 * @param {import('./page.mjs').Page} page
 * @param {import('./page.mjs').Page} twin
 */
export function checkTwin(page, twin) {
  if (page.blocks.length !== twin.blocks.length) {
    return [`${twin.path}: has ${twin.blocks.length} blocks of code, ${page.path} has ${page.blocks.length}`];
  }
  return page.blocks.flatMap(({ where, language, code }, index) => {
    const other = twin.blocks[index];
    const isSame = other?.language === language && withoutComments(other.code) === withoutComments(code);
    return isSame ? [] : [`${other?.where}: is not the code of ${where}`];
  });
}
