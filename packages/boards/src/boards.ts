import type { Question } from '@pugmark/insights';
import type { Plan } from '@pugmark/plan';
import { type Ask, answerAll, LIMITS } from './http/answers.ts';
import { readText } from './http/body.ts';
import { boardsOf } from './layout/boards-of.ts';
import type { Board } from './model/board.ts';
import { readPageFiles } from './page-files.ts';

export interface BoardsOptions {
  /** Answers a question, such as `(question) => ask(question, store.source, { plan })`. */
  ask: Ask;
  plan: Plan;
  /** Default `boardsOf(plan)`. */
  boards?: readonly Board[];
}

export interface BoardsMount {
  path: '/boards';
  fetch(request: Request): Promise<Response>;
}

const SECURITY = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/**
 * The boards of a plan, to be mounted in the collector.
 *
 * @throws Error when the page has not been built.
 * @example
 * const boards = createBoards({ plan, ask: (question) => ask(question, store.source, { plan }) });
 * const collector = await createCollector({ mounts: [boards] });
 */
export function createBoards({ ask, plan, boards = boardsOf(plan) }: BoardsOptions): BoardsMount {
  const { script, style } = readPageFiles();
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Pugmark boards</title><link rel="stylesheet" href="boards/${style.name}"><script type="module" src="boards/${script.name}"></script><body><div id="app"></div></body></html>`;
  const data = { plan: plan.name, timeZone: plan.timeZone ?? 'UTC', boards };

  async function answer(request: Request): Promise<Response> {
    if (request.method !== 'POST') return refuse(405, 'Ask by POST.');
    const text = await readText(request, LIMITS.bytes);
    if (text === undefined) return refuse(413, `The questions are larger than ${LIMITS.bytes} bytes.`);
    const questions = readQuestions(text);
    if (!questions)
      return refuse(
        400,
        `Send { "questions": [ … ] } with 1 to ${LIMITS.questions} questions, each an object.`,
      );
    return json({ answers: await answerAll(questions, ask) });
  }

  return {
    path: '/boards',
    async fetch(request) {
      // A proxy may have put a prefix before it: only what follows the mount counts.
      const path = new URL(request.url).pathname.replace(/^.*?\/boards(?=\/|$)/, '');
      if (path === '/api/answers') return answer(request);
      if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET.');
      if (path === '/api/boards') return json(data);
      if (path === '') return send(page, 'text/html', 'no-cache');
      // Relative addresses of the page count from its parent.
      if (path === '/') return new Response(null, { status: 308, headers: { location: '../boards' } });
      const file = [script, style].find(({ name }) => path === `/${name}`);
      return file
        ? send(file.text, file.type, 'public, max-age=31536000, immutable')
        : refuse(404, 'No such page.');
    },
  };
}

function readQuestions(text: string): Question[] | undefined {
  try {
    const questions: unknown = (JSON.parse(text) as { questions?: unknown } | null)?.questions;
    if (!Array.isArray(questions) || questions.length === 0 || questions.length > LIMITS.questions)
      return undefined;
    const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
    return questions.every(isObject) ? (questions as Question[]) : undefined;
  } catch {
    return undefined;
  }
}

const send = (text: string, type: string, cache: string) =>
  new Response(text, {
    headers: { ...SECURITY, 'content-type': `${type}; charset=utf-8`, 'cache-control': cache },
  });
const json = (value: unknown, status = 200) =>
  new Response(JSON.stringify(value), {
    status,
    headers: { ...SECURITY, 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
const refuse = (status: number, message: string) => json({ error: { message } }, status);
