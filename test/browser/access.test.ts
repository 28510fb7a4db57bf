import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, launchBrowser, listenForFaults, phone } from '../harness/browser.ts';
import { keepPicture } from '../harness/screens.ts';
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts';
import { furnishStage, type Stage } from './stage/stage.ts';
import { deskTour, phoneTour, pictured, type Stop, tour } from './stage/tour.ts';

const sizes = { desk: { viewport: desk }, phone: { viewport: phone, hasTouch: true, isMobile: true } } as const;
type Size = keyof typeof sizes;
/** `1` (`npm run screens`): the whole tour at both sizes, with pictures; otherwise a pattern for the stops to look at again. Without it the short tours. */
const asked = process.env.CONSILIUM_SCREENS;
const isAsked = ({ name }: Stop): boolean => asked === undefined || asked === '1' || new RegExp(`^(${asked})$`).test(name);

let server: ServerProcess;
let browser: Browser;
let stage: Stage;
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServerProcess(), launchBrowser()]);
  stage = await furnishStage(browser, server);
}, 240_000);

afterAll(async () => {
  await stage?.leave();
  await browser?.close();
  await server?.stop();
});

/** What somebody with a screen reader, a keyboard or one thumb would trip over here, one line each. */
async function tripsOn(page: Page, stop: Stop, size: Size): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((isDesk) => (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: isDesk } } }), size === 'desk'); // hues are the same on a phone
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [
    ...grave.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${stop.name}, ${size}: ${id} at ${target.join(' ')}: ${html.slice(0, 160)}`)),
    ...(tooWide > 0 ? [`${stop.name}, ${size}: ${tooWide} px wider than the screen`] : []),
  ];
}

/** A tour at one size, each person in a browser of their own. */
async function walk(stops: readonly Stop[], size: Size): Promise<readonly string[]> {
  const contexts = new Map<string, BrowserContext>();
  const pages = new Map<string, Page>();
  const trips: string[] = [];
  for (const stop of stops.filter(isAsked)) {
    const page = pages.get(stop.who) ?? (await enter(stop.who, size, contexts));
    pages.set(stop.who, page);
    await stop.go(page, stage);
    trips.push(...(await tripsOn(page, stop, size)));
    if (pictured.has(stop.name)) await keepPicture(page, `${stop.name}-${size}`);
  }
  for (const context of contexts.values()) await context.close();
  return trips;
}

/** Their cookies alone: what the page notes of its store would speak of one that a new device has not, and that is told as an emptied one (KEPT5). */
const signedInOnNewDevice = async (context: BrowserContext) => ({ cookies: (await context.storageState()).cookies, origins: [] });

async function enter(who: Stop['who'], size: Size, contexts: Map<string, BrowserContext>): Promise<Page> {
  const seat = [stage.lead, stage.chair, ...stage.readers].find(({ name }) => name === who);
  const context = await browser.newContext({ ...sizes[size], baseURL: seat?.link.url ?? server.url, reducedMotion: 'reduce', ...(seat ? { storageState: await signedInOnNewDevice(seat.context) } : {}) });
  context.setDefaultTimeout(20_000);
  listenForFaults(context, `${who}, ${size}`, faults);
  contexts.set(who, context);
  return context.newPage();
}

describe('every screen', () => {
  it('[ACCESS1] has nothing serious for axe and nothing wider than a desk’s screen', async () => expect(await walk(asked === undefined ? deskTour : tour, 'desk')).toEqual([]), 600_000);
  it('[ACCESS2] nor on a phone held in one hand', async () => expect(await walk(asked === undefined ? phoneTour : tour, 'phone')).toEqual([]), 600_000);
  it('[ACCESS3] runs without an error on its page', () => expect(faults).toEqual([]));
});
