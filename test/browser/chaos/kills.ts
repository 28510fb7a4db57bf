import { readDocument } from '@consilium/shared/document/read.ts';
import { drawPoints, marksOn, openSynced, readyToDraw } from '../../harness/drawing.ts';
import type { OwnBrowser } from '../../harness/profile.ts';
import { changesIn, type Said } from '../../harness/witness.ts';
import { pull } from '../../harness/work.ts';

/** What one killing of the whole browser did. `acknowledged`: marks the status bar had called saved on this device before it; `synced`: those it had called synced. */
export interface Kill {
  readonly round: number;
  readonly wasOnline: boolean;
  readonly afterMs: number;
  readonly acknowledged: number;
  readonly synced: number;
  /** on the device after it, with no server to help */
  readonly found: number;
  /** at the server in the end */
  readonly atServer: number;
  /** from asking for the page, with the server gone, to a picture that can be drawn on */
  readonly openedMs: number;
}

export const lostIn = ({ acknowledged, synced, found, atServer }: Kill): number => Math.max(0, acknowledged - found, acknowledged - atServer, synced - atServer);

/** Kills the browser while its person draws, and looks what the device still has before it may ask the server. */
export async function killWhileDrawing(browser: OwnBrowser, item: string, reading: string, round: number, random: () => number): Promise<Kill> {
  const wasOnline = round % 2 === 1;
  const { page, link } = browser.seat();
  const marksAtServer = async (): Promise<number> => readDocument(await pull(browser.seat(), reading)).annotations.length;
  const before = await marksAtServer();
  await openSynced(page, item, browser.witness(), before); // what earlier rounds left included, which would count below
  if (!wasOnline) {
    link.cut();
    await browser.witness().until(({ type }) => type === 'offline', 'offline');
  }
  const from = browser.witness().said.length;
  const afterMs = Math.round(400 + random() * 2_000);
  const drawing = drawPoints(page, 200).catch(() => undefined); // the browser dies under it
  await browser.witness().until((one) => acknowledgedBy(one, before) > before || (one.type === 'synced' && one.marks > before), 'that a mark is kept, or synced');
  await new Promise((done) => setTimeout(done, afterMs));
  await browser.kill();
  const said = browser.witness().said.slice(from);
  const acknowledged = Math.max(before, ...said.map((one) => acknowledgedBy(one, before)));
  const synced = Math.max(before, ...said.map(({ type, marks }) => (type === 'synced' ? marks : before)));
  await drawing;
  link.cut();
  await browser.start();
  const startedAt = performance.now();
  const again = browser.seat().page;
  await again.goto(`/items/${item}`);
  await readyToDraw(again);
  const openedMs = Math.round(performance.now() - startedAt);
  const found = await settledMarks(again, acknowledged);
  link.mend();
  await browser.witness().until(({ type, marks }) => type === 'synced' && marks >= found, 'synced', 0);
  const atServer = await marksAtServer();
  return { round, wasOnline, afterMs, acknowledged, synced, found, atServer, openedMs };
}

/** Marks that these words call kept on this device: each mark is one change. On a fast line some are synced before (SAVE6). */
const acknowledgedBy = (said: Said, before: number): number => {
  if (said.type === 'synced') return said.isKept ? said.marks : before;
  return said.type === 'offline' || said.type === 'saved here' ? before + changesIn(said) : before;
};

/** The list of marks once it has stood still. @param expected a store that was killed may take its time to be read until there are as many */
async function settledMarks(page: Parameters<typeof marksOn>[0], expected: number): Promise<number> {
  const deadline = Date.now() + 10_000;
  let last = -1;
  for (let now = await marksOn(page); now !== last || (now < expected && Date.now() < deadline); now = await marksOn(page)) {
    last = now;
    await page.waitForTimeout(400);
  }
  return last;
}
