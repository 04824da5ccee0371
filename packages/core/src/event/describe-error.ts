import { writeHostObject } from '../encoding/json.js';

/** What is told of an error. */
export interface ErrorDescription {
  errorMessage: string;
  /** Where it happened: names of functions and files, and none of the values that a message may hold. */
  errorStack?: string;
}

/** Longest message and stack, in characters. */
const MAX_MESSAGE = 300;
const MAX_STACK = 1000;
/** WeChat and those like it put this line before every script error. */
const BANNER = /^(MiniProgramError|thirdScriptError|VendorError|Unhandled promise rejection)\s*$/i;
/** A line of a stack, as V8 and as JavaScriptCore write it. */
const FRAME = /^\s*at\s.*|^[^\s@]*@\S*:\d+/;
/** WeChat adds to the message which handler of which page threw. */
const PLACE = /;\s*at (?=\S+ (page|component|App)\b).*$/;

/**
 * Says what happened, whatever a platform or a script has thrown: an error (also one of another realm), a text with the
 * stack in it, what a call of the platform answers when it fails, or any other value.
 */
export function describeError(error: unknown): ErrorDescription {
  try {
    const { message, errMsg, errorMessage, stack } = Object(error) as Record<string, unknown>;
    const said = [message, errMsg, errorMessage].filter((text) => text && typeof text === 'string')[0];
    const text = `${said || (isPlain(error) ? writeHostObject(error as object) : String(error))}`;
    const lines = text.split('\n').filter((line) => line.trim() && !BANNER.test(line));
    const frames = (stack && typeof stack === 'string' ? stack.split('\n') : lines).filter((line) =>
      FRAME.test(line),
    );
    const [first = ''] = lines.filter((line) => !FRAME.test(line));
    const errorStack = frames
      .map((line) => line.trim())
      .join('\n')
      .slice(0, MAX_STACK);
    return {
      errorMessage: (first || text).trim().replace(PLACE, '').slice(0, MAX_MESSAGE),
      ...(errorStack ? { errorStack } : {}),
    };
  } catch {
    // It throws when it is read.
    return { errorMessage: typeof error };
  }
}

/** An object that would be told as `[object Object]`. */
const isPlain = (value: unknown): boolean =>
  ({}).toString.call(value) === '[object Object]' && `${value}` === '[object Object]';
