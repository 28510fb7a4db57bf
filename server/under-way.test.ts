import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { requestsUnderWay } from './under-way.ts';

it('[RUN11] who ends waits for the requests that are under way, those that came meanwhile too, and not for ever', async () => {
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const [askedAgain, never] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const requests = requestsUnderWay(async (request, response) => {
    const isLast = request.url === '/never';
    (isLast ? askedAgain : asked).resolve();
    await (isLast ? never : answer).promise;
    response.end('done');
  });
  const http = createServer(requests.counted);
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`; // listening on TCP
  await requests.finish(5_000); // nothing is under way
  let isFinished = false;
  const first = fetch(url).then((response) => response.text());
  await asked.promise;
  const finished = requests.finish(5_000).then(() => (isFinished = true));
  await new Promise((done) => setTimeout(done, 50));
  expect(isFinished).toBe(false);
  answer.resolve();
  expect(await first).toBe('done');
  await finished;
  const second = fetch(`${url}/never`).catch(() => 'broken off');
  await askedAgain.promise;
  await requests.finish(100);
  http.closeAllConnections();
  expect(await second).toBe('broken off');
  never.resolve();
  http.close();
});
