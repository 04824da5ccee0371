/**
 * Masks alone, for who applies them to events of others.
 *
 * @module
 */
export { type MaskKind, type MaskRules, masking } from './mask/masking.js';
