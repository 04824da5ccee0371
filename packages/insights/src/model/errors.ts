/** A question that makes no sense, or one that took too long. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError';
  /** A stable word, such as `unknown_metric`. */
  readonly code: string;
  /** Where in the question, such as `groupBy.property`. */
  readonly path: string;

  constructor(code: string, path: string, message: string, options?: ErrorOptions) {
    super(`${path ? `${path}: ` : ''}${message}`, options);
    this.code = code;
    this.path = path;
  }
}
