import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top directory of the project, whatever the working directory. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(new RegExp(`\\${sep}$`), '');
