import vm from 'node:vm';
import { expect, it } from 'vitest';
import { describeError } from './describe-error.js';

const message = (error: unknown) => describeError(error).errorMessage;

it('takes out what a platform has added', () => {
  const tidy = (line: string) => line.replace(/^banner$|;noise$/, '');
  expect(describeError('banner\nx is not defined;noise', tidy).errorMessage).toBe('x is not defined');
  expect(message('Error: boom')).toBe('Error: boom');
  expect(message('')).toBe('');
});

it('tells what a call of a platform answers when it fails', () => {
  expect(message({ errMsg: 'login:fail timeout', errno: 5 })).toBe('login:fail timeout');
  expect(message({ error: 11, errorMessage: '无权跨域' })).toBe('无权跨域');
  expect(message(new Error('no answer'))).toBe('no answer');
  expect(message(vm.runInNewContext('new TypeError("of another realm")'))).toBe('of another realm');
});

it('tells any other value, and reads none that throws', () => {
  expect(message({ code: 7, why: 'because' })).toBe('{"code":7,"why":"because"}');
  expect(message(undefined)).toBe('undefined');
  expect(message(null)).toBe('null');
  expect(message(Symbol('s'))).toBe('Symbol(s)');
  expect(message(42)).toBe('42');
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  expect(message(circle)).toBe('object');
  const hostile = {
    get message() {
      throw new Error('no');
    },
  };
  expect(message(hostile)).toBe('object');
  expect(message({ message: { nested: true } })).toBe('{"message":{"nested":true}}');
});

it('keeps the frames of a stack, and nothing that a message may hold', () => {
  const error = new Error('the phone is 13800000000\nand more');
  const { errorStack = '' } = describeError(error);
  expect(errorStack).toMatch(/^at /);
  expect(errorStack).not.toContain('13800000000');
  expect(describeError('boom\n    at order (app.js:1:20)\n    at tap (app.js:9:1)')).toEqual({
    errorMessage: 'boom',
    errorStack: 'at order (app.js:1:20)\nat tap (app.js:9:1)',
  });
  // As iOS writes it.
  const jsc = Object.assign(new Error('boom'), {
    stack: 'order@https://usr/app-service.js:1:20\n@app.js:2:1',
  });
  expect(describeError(jsc).errorStack).toBe('order@https://usr/app-service.js:1:20\n@app.js:2:1');
  expect(message('x'.repeat(5000))).toHaveLength(300);
});
