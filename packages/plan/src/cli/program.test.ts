import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { PLAN_NAMES, planPath } from '../testing/plans.ts';
import { runCli } from './program.ts';

const PLAN = `version: 1
name: shop
events:
  order_created: { properties: { amount: integer, by: [card, cash] } }
  order_paid: { properties: { amount: number, note: string? } }
`;
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pugmark-cli-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
});

function write(text: string, name = 'plan.yaml'): string {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
}

function commit(text: string): string {
  const file = write(text);
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', directory, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'plan', '--no-gpg-sign');
  return file;
}

async function run(...args: string[]) {
  let printed = '';
  let failed = '';
  const code = await runCli(args, {
    print: (text) => {
      printed += `${text}\n`;
    },
    fail: (text) => {
      failed += `${text}\n`;
    },
  });
  return { code, printed, failed };
}

it('explains itself', async () => {
  const { code, printed } = await run('--help');
  expect(code).toBe(0);
  for (const word of ['check', 'init', 'scan', 'types', 'docs', 'import', 'diff', 'Exit codes'])
    expect(printed).toContain(word);
  expect(await run('chekc')).toMatchObject({
    code: 2,
    failed: expect.stringContaining("unknown command 'chekc'"),
  });
  expect((await run('check', join(directory, 'none.yaml'))).code).toBe(2);
});

it('finds nothing wrong with the real plans', async () => {
  const { code, failed } = await run('check', ...PLAN_NAMES.map(planPath));
  expect(failed).toBe('');
  expect(code).toBe(0);
});

it('checks names and duplicates, with their place', async () => {
  const file = write(`${PLAN}  orderPaid: { properties: { userId: string, user_id: string } }\n`);
  const { code, failed } = await run('check', file);
  expect(code).toBe(1);
  expect(failed.split('\n')).toEqual([
    `${file}:6:3: events.orderPaid: an event is named in lower-case snake_case, as verb_object or noun_action`,
    `${file}:6:3: events.orderPaid: means the same name as "order_paid"`,
    `${file}:6:46: events.orderPaid.properties.user_id: means the same name as "userId"`,
    '',
  ]);
});

it('prints problems as JSON', async () => {
  const file = write(`${PLAN}metrics:\n  m: { count: order_payed }\n`);
  const { code, printed } = await run('check', file, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(printed).problems).toEqual([
    expect.objectContaining({ code: 'unknown_event', file, position: { line: 7, column: 8 } }),
  ]);
});

it('reports what breaks since a git revision', async () => {
  const file = commit(PLAN);
  expect((await run('check', file, '--against', 'HEAD')).code).toBe(0);
  write(
    PLAN.replace('amount: integer, by: [card, cash]', 'amount: number, by: [card]').replace(
      'string?',
      'string',
    ),
  );
  const { code, failed } = await run('check', file, '--against', 'HEAD');
  expect(code).toBe(1);
  expect(failed).toContain(
    `${file}:4:50: events.order_created.properties.by: breaks what was right at HEAD: does not take cash`,
  );
  expect(failed).toContain(
    'events.order_paid.properties.note: breaks what was right at HEAD: is required now',
  );
  expect(failed).not.toContain('order_created.properties.amount');
  expect(await run('check', file, '--against', 'none')).toMatchObject({
    code: 2,
    failed: expect.stringContaining('git knows no revision "none"'),
  });
});

it('lists the changes since a git revision, and between two files', async () => {
  const file = commit(PLAN);
  expect((await run('diff', file)).printed).toBe('no change\n');
  const newer = PLAN.replace(/ {2}order_paid.*\n/, '  order_closed:\n').replace('integer', 'number');
  const { code, printed } = await run('diff', file, write(newer, 'newer.yaml'));
  expect(code).toBe(1);
  expect(printed.split('\n')).toEqual([
    'change    events.order_created.properties.amount: type integer → number',
    'breaking  events.order_paid: the event is removed',
    'change    events.order_closed: the event is new',
    '',
  ]);
});

it('writes types, and tells when they are stale', async () => {
  const file = write(PLAN);
  const target = join(directory, 'src/tracking-plan.ts');
  expect((await run('types', file, '-o', target, '--check')).code).toBe(1);
  expect((await run('types', file, '-o', target)).code).toBe(0);
  expect(readFileSync(target, 'utf8')).toContain("ORDER_PAID: 'order_paid'");
  expect((await run('types', file, '-o', target, '--check')).code).toBe(0);
  write(PLAN.replace('string?', 'string'));
  expect(await run('types', file, '-o', target, '--check')).toMatchObject({
    code: 1,
    failed: expect.stringContaining('is stale: run pugmark types'),
  });
});

it('writes the page of a plan as HTML and as Markdown', async () => {
  const file = write(
    `${PLAN}  page_left: { description: 'a <b> | *c*', trigger: '</script>' }\nmetrics: { paid: { count: order_paid } }\n`,
  );
  const html = join(directory, 'docs/plan.html');
  const markdown = join(directory, 'docs/plan.md');
  expect((await run('docs', file, '-o', html)).code).toBe(0);
  expect((await run('docs', file, '-o', markdown)).code).toBe(0);
  const page = readFileSync(html, 'utf8');
  expect(page).toContain('<section id="order_paid" class="card event">');
  expect(page).toContain('<dt>Used by</dt><dd>paid</dd>');
  expect(page).toContain('a &lt;b&gt; | *c*');
  expect(page.match(/<\/script>/g)).toHaveLength(1);
  const text = readFileSync(markdown, 'utf8');
  expect(text).toContain('### order_paid\n\n- Used by: paid');
  expect(text).toContain('| by | "card" \\| "cash" | required |  |');
  expect(text).toContain('a &lt;b> \\| \\*c\\*');
  expect((await run('docs', file, '-o', join(directory, 'plan.pdf'))).code).toBe(2);
});

it('scans code, leaves out what is allowed, and tells in the docs where events are fired', async () => {
  const file = write(PLAN);
  const code = write(
    "import { track } from '@pugmark/browser';\ntrack('order_payed');\ntrack('order_paid', { amount: 1 });\n",
    'a.ts',
  );
  const found = await run('scan', code, '-p', file);
  expect(found.code).toBe(1);
  expect(found.failed).toContain(
    'a.ts:2:1: unknown_event: the plan has no event "order_payed"; did you mean "order_paid"?',
  );
  expect(found.failed).toContain(`${file}:4:3: never_fired: "order_created" is never fired`);
  expect(found.printed).toBe('1 file, 2 calls: 2 problems\n');
  expect((await run('scan', code, '-p', file, '--allow', 'never_fired', 'unknown_event')).code).toBe(0);
  expect((await run('scan', code, '-p', file, '--allow', 'nothing')).code).toBe(2);
  const json = JSON.parse((await run('scan', code, '-p', file, '--json')).printed);
  expect(json.fired.order_paid).toEqual([expect.objectContaining({ line: 3, column: 1 })]);
  const html = join(directory, 'plan.html');
  await run('docs', file, '-o', html, '--scan', code);
  expect(readFileSync(html, 'utf8')).toMatch(/Fired by<\/dt><dd>\S*a\.ts:3/);
  expect((await run('docs', file, '--scan', code)).printed).toContain('- Fired by: nowhere in the code');
});

it('knows in every command the events that a plan extends', async () => {
  const extended = PLAN.replace('events:', 'extends: pugmark/web\nevents:');
  const file = commit(PLAN);
  write(extended);
  expect(await run('check', file, '--against', 'HEAD')).toMatchObject({ code: 0 });
  expect((await run('diff', file)).printed).toContain('change    events.page_view: the event is new');
  expect((await run('types', file)).printed).toContain("PAGE_VIEW: 'page_view'");
  const code = write(
    "import { trackPageView, trackClick, setUser } from '@pugmark/browser';\ntrackPageView('/');\ntrackClick('buy', 'Buy', { area: 'top' });\nsetUser('u', { crm: 'c' });\n",
    'a.ts',
  );
  const { printed, failed } = await run('scan', code, '-p', file, '--allow', 'never_fired');
  expect(printed).toBe('1 file, 3 calls: 1 problem\n');
  expect(failed).toContain('a.ts:3:28: unknown_property: "button_click" has no property "area"');
  expect((await run('scan', code, '-p', file)).failed).not.toContain('page_view" is never fired');
  expect((await run('docs', file, '--scan', code)).printed).toMatch(
    /### page_view\n[^#]*- Fired by: the SDK, \S*a\.ts:2/,
  );
});
