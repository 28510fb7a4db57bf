import { readDocument } from '@consilium/shared/document/read.ts';
import { drawPoints, marksOn, openCase, openSynced, readyToDraw } from '../../harness/drawing.ts';
import { join } from '../../harness/people.ts';
import { type OwnBrowser, openOwnBrowser } from '../../harness/profile.ts';
import { openReadingRoom, type ReadingRoom } from '../../harness/reading-room.ts';
import { changesIn } from '../../harness/witness.ts';
import { assign, pull } from '../../harness/work.ts';
import { type Kill, killWhileDrawing, lostIn } from './kills.ts';

/** `npm run chaos:browser [-- kills]`: the long form of what the browser tests show in short. Fails when anything called saved is lost. */
const kills = Number(process.argv[2] ?? 20);
const perItem = 4;
const extra = 6;

const room = await openReadingRoom({ items: Math.ceil(kills / perItem) + extra });
const own = await openOwnBrowser('Reader K', room.server.port);
const user = await join(room.lead, room.project, own.seat(), 'annotator');
await assign(room.lead, room.project, room.items, [user]);
const items = room.items.slice(-extra);
const failures: string[] = [];
const must = (isTrue: boolean, what: string): void => void (isTrue || failures.push(what));
const atServer = async (item: string): Promise<number> => readDocument(await pull(own.seat(), `reading/${item}/${user}`)).annotations.length;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

try {
  await openCase(own.seat().page, room.items[0]!);
  await own.seat().page.evaluate('navigator.serviceWorker.ready.then(() => 0)');
  await own.restart();
  await killings(own, room);
  for (let i = 0; i < 3; i++) await burst(items[i]!);
  await crashes(items[3]!);
  await sixTabs(items[4]!);
  await openings(items[5]!);
  await serverKills(items[5]!);
  must(own.seat().faults.length === 0, own.seat().faults.join('\n'));
} finally {
  await own.leave();
  await room.leave();
}
console.log(failures.length === 0 ? 'nothing called saved was lost' : `FAILED:\n${failures.join('\n')}`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function killings(browser: OwnBrowser, { items: all }: ReadingRoom): Promise<void> {
  let seed = Date.now() % 2147483646 || 1;
  console.log(`seed ${seed}`);
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const done: Kill[] = [];
  for (let round = 0; round < kills; round++) {
    const item = all[Math.floor(round / perItem)]!;
    const kill = await killWhileDrawing(browser, item, `reading/${item}/${user}`, round, random);
    console.log(JSON.stringify(kill));
    done.push(kill);
  }
  const lost = done.reduce((sum, kill) => sum + lostIn(kill), 0);
  const newly = done.reduce((sum, { acknowledged }, at) => sum + acknowledged - (at % perItem === 0 ? 0 : done[at - 1]!.atServer), 0);
  console.log(`${kills} kills of the whole browser: ${newly} changes acknowledged in the rounds they were made, ${lost} lost; opened cold without a server in ${median(done.map(({ openedMs }) => openedMs))} ms (median)`);
  must(lost === 0, `${lost} acknowledged changes lost by kills`);
}

async function goOffline(item: string): Promise<void> {
  const { page, link } = own.seat();
  await openSynced(page, item, own.witness());
  link.cut();
  await own.witness().until(({ type }) => type === 'offline', 'offline');
}

async function reaches(look: () => Promise<number>, wanted: number): Promise<number> {
  const deadline = Date.now() + 30_000;
  let found = await look();
  while (found < wanted && Date.now() < deadline) {
    await new Promise((done) => setTimeout(done, 200));
    found = await look();
  }
  return found;
}

/** Two hundred changes, and the page is left in the very task of the last. */
async function burst(item: string): Promise<void> {
  const { page, link } = own.seat();
  await goOffline(item);
  await drawPoints(page, 200, 'leave').catch(() => undefined); // the page goes away under it
  await page.waitForURL(/\/$/);
  await openCase(page, item);
  const found = await reaches(() => marksOn(page), 200);
  link.mend();
  const there = await reaches(() => atServer(item), 200);
  console.log(`burst of 200 and away: ${found} on the device, ${there} at the server`);
  must(found === 200 && there === 200, `a burst of 200 left ${found} and ${there}`);
}

async function crashes(item: string): Promise<void> {
  const counts: string[] = [];
  for (let round = 0; round < 5; round++) {
    const { context, link } = own.seat();
    const page = await context.newPage();
    link.mend();
    await openSynced(page, item, own.witness());
    const before = await atServer(item);
    await reaches(() => marksOn(page), before);
    link.cut();
    await own.witness().until(({ type }) => type === 'offline', 'offline', Date.now() - 500);
    const from = own.witness().said.length;
    const crashed = new Promise<void>((done) => page.once('crash', () => done()));
    void drawPoints(page, 500).catch(() => undefined); // the tab dies under it
    await new Promise((done) => setTimeout(done, 500 + round * 200));
    void (await context.newCDPSession(page)).send('Page.crash').catch(() => undefined); // it answers no more
    await crashed;
    const acknowledged = Math.max(0, ...own.witness().said.slice(from).map(changesIn));
    await page.close();
    const again = await context.newPage();
    await openCase(again, item);
    const found = await reaches(() => marksOn(again), before + acknowledged);
    counts.push(`${acknowledged}/${found - before}`);
    must(found >= before + acknowledged, `a crash lost ${before + acknowledged - found}`);
    link.mend();
    must((await reaches(() => atServer(item), found)) === found, 'what a crash left did not reach the server');
    await again.close();
  }
  console.log(`5 tab crashes, acknowledged/found: ${counts.join(', ')}`);
}

async function sixTabs(item: string): Promise<void> {
  const { context, link } = own.seat();
  const tabs = [await context.newPage()];
  await openCase(tabs[0]!, item);
  while (tabs.length < 6) tabs.push(await context.newPage());
  for (const tab of tabs.slice(1)) await openCase(tab, item);
  link.cut();
  await own.witness().until(({ type }) => type === 'offline', 'offline');
  await Promise.all(tabs.map((tab) => drawPoints(tab, 25)));
  const seen = await Promise.all(tabs.map((tab) => reaches(() => marksOn(tab), 150)));
  await own.kill();
  await own.start();
  const { page } = own.seat();
  await page.goto(`/items/${item}`);
  await readyToDraw(page);
  const found = await reaches(() => marksOn(page), 150);
  link.mend();
  const there = await reaches(() => atServer(item), 150);
  console.log(`six tabs x 25 changes: tabs showed ${seen.join(', ')}; after a kill ${found} on the device, ${there} at the server`);
  must(found === 150 && there === 150, `six tabs left ${found} and ${there} of 150`);
}

/** The server is killed; the case is opened from what the device has, in a browser that runs. */
async function openings(item: string): Promise<void> {
  const { page } = own.seat();
  await openSynced(page, item, own.witness());
  await room.server.kill();
  const taken: number[] = [];
  for (let i = 0; i < 10; i++) {
    const startedAt = performance.now();
    await openCase(page, item);
    taken.push(Math.round(performance.now() - startedAt));
  }
  await room.server.restart();
  console.log(`opened with the server killed, 10 times: median ${median(taken)} ms, worst ${Math.max(...taken)} ms (goal 1,500)`);
  must(median(taken) <= 1_500, `opening without a server takes ${median(taken)} ms`);
}

async function serverKills(item: string): Promise<void> {
  const { page } = own.seat();
  await openSynced(page, item, own.witness());
  const taken: number[] = [];
  for (let round = 0; round < 5; round++) {
    const before = await marksOn(page);
    await drawPoints(page, 10);
    const killedAt = Date.now(); // it may be told before the process is known to be gone
    await room.server.kill();
    await own.witness().until(({ type }) => type === 'offline', 'offline', killedAt);
    await drawPoints(page, 10);
    await room.server.restart();
    const upAt = Date.now();
    const back = await own.witness().until(({ type, marks }) => type === 'synced' && marks === before + 20, 'synced again', killedAt);
    taken.push(back.at - upAt);
    must((await atServer(item)) === before + 20, 'a killed server lost changes');
  }
  console.log(`5 kills of the server under a person: synced again ${taken.join(', ')} ms after it was up`);
}
