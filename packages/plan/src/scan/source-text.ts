import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A file as the TypeScript parser takes it; every position in it is one of the file that people see. */
export interface SourceText {
  /** The name for the parser: a Vue file bears the ending of the language that it holds. */
  name: string;
  text: string;
}

export const readText = (file: string) => readFileSync(file, 'utf8');

export function toSource(file: string, text: string): SourceText {
  return file.endsWith('.vue') ? vueSource(file, text) : { name: file, text };
}

/** The file that a name for the parser stands for. */
export const originalOf = (name: string) => name.replace(/(\.vue)\.tsx?$/, '$1');

/** Only where there is a Vue file, and without Node's search for the names that CommonJS exports. */
const vueCompiler = (): typeof import('@vue/compiler-sfc') =>
  createRequire(import.meta.url)('@vue/compiler-sfc');

interface Span {
  start: number;
  end: number;
}

/** Blanks all that is neither script nor expression of the template, so that what is left keeps its place. */
function vueSource(file: string, text: string): SourceText {
  const { parse } = vueCompiler();
  const { descriptor } = parse(text, { filename: file, sourceMap: false });
  const scripts = [descriptor.script, descriptor.scriptSetup].flatMap((block) =>
    block ? [{ start: block.loc.start.offset, end: block.loc.end.offset }] : [],
  );
  const expressions = descriptor.template?.ast ? expressionsOf(descriptor.template.ast) : [];
  const lang = descriptor.scriptSetup?.lang ?? descriptor.script?.lang ?? 'ts';
  return {
    name: `${file}.${lang.endsWith('x') ? 'tsx' : 'ts'}`,
    text: keep(text, scripts, expressions),
  };
}

function keep(text: string, scripts: Span[], expressions: Span[]): string {
  let kept = '';
  let end = 0;
  const spans = [...scripts, ...expressions].sort((a, b) => a.start - b.start);
  for (const span of spans) {
    if (span.start < end) continue;
    kept += blank(text.slice(end, span.start)) + text.slice(span.start, span.end);
    end = span.end;
    // A quote or a bracket stands here in the template: each expression is a statement of its own.
    if (end < text.length && expressions.includes(span)) {
      kept += ';';
      end += 1;
    }
  }
  return kept + blank(text.slice(end));
}

const blank = (text: string) => text.replace(/[^\r\n]+/g, (line) => ' '.repeat(line.length));

/** What is looked at of a node of a template, whichever kind it is. */
interface TemplateNode {
  type: number;
  name?: string;
  props?: unknown[];
  children?: unknown[];
  content?: unknown;
  exp?: { loc: { start: { offset: number }; end: { offset: number } } } | undefined;
}

const INTERPOLATION = 5;
const DIRECTIVE = 7;

function expressionsOf(node: unknown): Span[] {
  const { type, name, props = [], children = [], content, exp } = node as TemplateNode;
  const found: Span[] = [];
  const inside = type === INTERPOLATION ? (content as TemplateNode['exp']) : undefined;
  // `a in list` and the names that a slot gives are no expressions.
  const given = type === DIRECTIVE && name !== 'for' && name !== 'slot' ? exp : undefined;
  for (const expression of [inside, given])
    if (expression) found.push({ start: expression.loc.start.offset, end: expression.loc.end.offset });
  for (const child of [...props, ...children]) found.push(...expressionsOf(child));
  return found;
}
