/** What is told of an error. */
export interface ErrorDescription {
  errorMessage: string;
  /** Where it happened: names of functions and files, and none of the values that a message may hold. */
  errorStack?: string;
}

/** Longest message and stack, in characters. */
const MAX_MESSAGE = 300;
const MAX_STACK = 1000;
/** A line of a stack, as V8 and as JavaScriptCore write it. */
const FRAME = /^\s*at\s.*|^[^\s@]*@\S*:\d+/;
/**
 * Says what happened, whatever a platform or a script has thrown: an error (also one of another realm), a text with the
 * stack in it, what a call of the platform answers when it fails, or any other value.
 *
 * @param tidyLine Takes out of a line of text what a platform has added; what is empty then is left out.
 */
export function describeError(
  error: unknown,
  tidyLine: (line: string) => string = (line) => line,
): ErrorDescription {
  try {
    const { message, errMsg, errorMessage, stack } = Object(error) as Record<string, unknown>;
    const said = [message, errMsg, errorMessage].filter((text) => text && typeof text === 'string')[0];
    const text = `${said || (String(error) === '[object Object]' ? JSON.stringify(error) : String(error))}`;
    const lines = text
      .split('\n')
      .map(tidyLine)
      .filter((line) => line.trim());
    const frames = (stack && typeof stack === 'string' ? stack.split('\n') : lines).filter((line) =>
      FRAME.test(line),
    );
    const [first = ''] = lines.filter((line) => !FRAME.test(line));
    const errorStack = frames
      .map((line) => line.trim())
      .join('\n')
      .slice(0, MAX_STACK);
    return {
      errorMessage: (first || text).trim().slice(0, MAX_MESSAGE),
      ...(errorStack ? { errorStack } : {}),
    };
  } catch {
    // It throws when it is read.
    return { errorMessage: typeof error };
  }
}
