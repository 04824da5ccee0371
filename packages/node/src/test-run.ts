/** What test runners set in the processes that they run tests in. */
const RUNNERS = ['VITEST', 'JEST_WORKER_ID', 'NODE_TEST_CONTEXT'];

/** Whether this process runs tests: what they track must not stay on the developer's disk, for other programs to send. */
export const isTestRun = ({ env } = process): boolean =>
  env.NODE_ENV === 'test' || RUNNERS.some((name) => env[name] !== undefined);
