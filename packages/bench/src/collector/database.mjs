import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A database of its own on the server that PUGMARK_POSTGRES names. */
export async function withDatabase(work) {
  const server = process.env.PUGMARK_POSTGRES;
  const name = `pugmark_bench_${randomBytes(6).toString('hex')}`;
  await ask(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    return await work({ url: url.href, measureCopy: () => measureCopy(url.href) });
  } finally {
    await ask(server, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

async function ask(url, ...statements) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let seconds = 0;
    let rows = 0;
    for (const statement of statements) {
      const start = performance.now();
      const { rowCount } = await client.query(statement);
      seconds = (performance.now() - start) / 1000;
      rows = rowCount ?? 0;
    }
    return { seconds, rows };
  } finally {
    await client.end();
  }
}

/** Rows a second of one COPY of what is stored, into a table with the same columns and indexes. */
async function measureCopy(url) {
  const directory = await mkdtemp(join(tmpdir(), 'pugmark-copy-'));
  const file = join(directory, 'events');
  // The server is another user.
  await chmod(directory, 0o777);
  try {
    const { seconds, rows } = await ask(
      url,
      `COPY (SELECT * FROM events) TO PROGRAM 'cat > ${file}'`,
      'CREATE TABLE copied (LIKE events INCLUDING ALL)',
      'CHECKPOINT',
      `COPY copied FROM PROGRAM 'cat ${file}'`,
    );
    return rows / seconds;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
