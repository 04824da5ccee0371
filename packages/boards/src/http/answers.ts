import type { Answer, Question } from '@pugmark/insights';

export type Ask = (question: Question) => Promise<Answer>;
export type AnswerOrError = { answer: Answer } | { error: { message: string; path?: string } };

/** A board has fewer; more would hold the store. */
export const LIMITS = { questions: 40, bytes: 64 * 1024, atOnce: 4 };

/** Answers in the order of the questions. One that fails leaves the others. */
export async function answerAll(questions: readonly Question[], ask: Ask): Promise<AnswerOrError[]> {
  const answers: AnswerOrError[] = [];
  let next = 0;
  const work = async () => {
    while (next < questions.length) {
      const index = next++;
      answers[index] = await answerOne(questions[index] as Question, ask);
    }
  };
  await Promise.all(Array.from({ length: LIMITS.atOnce }, work));
  return answers;
}

async function answerOne(question: Question, ask: Ask): Promise<AnswerOrError> {
  try {
    return { answer: await ask(question) };
  } catch (error) {
    // A store's own words may tell of its tables: only those about the question leave.
    if (!(error instanceof Error) || error.name !== 'QuestionError')
      return { error: { message: 'The question could not be answered. The server may know more.' } };
    const { path } = error as Error & { path?: string };
    return { error: { message: error.message, ...(path && { path }) } };
  }
}
