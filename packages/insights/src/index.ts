export { type AskOptions, ask } from './ask.ts';
export type * from './model/answer.ts';
export { QuestionError } from './model/errors.ts';
export type * from './model/question.ts';
