import { describeError } from '@pugmark/core';
import { expect, it } from 'vitest';
import { tidyLine } from './tidy-line.js';

const message = (error: unknown) => describeError(error, tidyLine).errorMessage;

it.each([
  [
    "MiniProgramError\nCannot read property 'a' of undefined\nTypeError: Cannot read",
    "Cannot read property 'a' of undefined",
  ],
  [
    'thirdScriptError\nx is not defined;at pages/home/index page onLoad function\nReferenceError: x is not defined\n    at f (app-service.js:1:2)',
    'x is not defined',
  ],
  ['Error: boom', 'Error: boom'],
  ['MiniProgramError', 'MiniProgramError'],
  ['', ''],
])('tells what happened of the text %j', (text, expected) => {
  expect(message(text)).toBe(expected);
});

it('leaves the frames that a platform has written into the message', () => {
  expect(
    describeError('MiniProgramError\nboom\n    at order (app.js:1:20)\n    at tap (app.js:9:1)', tidyLine),
  ).toEqual({ errorMessage: 'boom', errorStack: 'at order (app.js:1:20)\nat tap (app.js:9:1)' });
});
