/** The server of all SDKs, in a process of its own, so that its work is not counted as theirs. */
import { createServer } from 'node:http';
import { answerTo } from '../answers.mjs';
import { findMarks, inflate } from '../decode.mjs';

let marks = new Set();
let received = 0;
let requests = 0;
let lastAt = 0;
let expected = Infinity;
let port = 0;
let server;

function open() {
  return new Promise((resolve) => {
    server = createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const body = inflate(Buffer.concat(chunks));
        const url = request.url ?? '/';
        const found = findMarks(url, body);
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(answerTo(url, body));
        received += found.length;
        requests += 1;
        for (const mark of found) marks.add(mark);
        lastAt = performance.timeOrigin + performance.now();
        if (marks.size >= expected) process.send({ complete: true });
      });
    });
    server.listen(port, '127.0.0.1', () => {
      port = server.address().port;
      resolve();
    });
  });
}

const commands = {
  up: open,
  /** Nobody listens any more, and what is connected is cut off. */
  down() {
    server.closeAllConnections();
    server.close();
  },
  expect({ count }) {
    marks = new Set();
    received = requests = 0;
    expected = count;
  },
  tally: () => ({ marks: [...marks], received, requests, lastAt }),
};

process.on('message', async ({ id, command, ...rest }) => {
  const result = await commands[command](rest);
  process.send({ id, result });
});
process.on('disconnect', () => process.exit());

await open();
process.send({ url: `http://127.0.0.1:${port}` });
