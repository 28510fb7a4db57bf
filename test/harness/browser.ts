import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type Link, openLink } from './link.ts';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser that `prepare.mjs` found. */
const executablePath = (): string =>
  readFileSync(fileURLToPath(new URL('../.output/browser.txt', import.meta.url)), 'utf8').trim();

export const desk = { width: 1440, height: 900 } as const;
export const phone = { width: 390, height: 844 } as const;

export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath: executablePath(), headless: true, args });

/** A browser with a profile on disk, which outlives the killing of its process. */
export const launchOnProfile = (profile: string, baseURL: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(profile, { executablePath: executablePath(), headless: true, args, viewport: desk, baseURL });

/** One person at one device: a browser profile of their own, on a line of their own. */
export interface Seat {
  readonly name: string;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly link: Link;
  /** What went wrong on their pages, in words; a test expects none. */
  readonly faults: string[];
  leave(): Promise<void>;
}

/** @param port where the server listens */
export async function takeSeat(browser: Browser, name: string, port: number): Promise<Seat> {
  const link = await openLink(port);
  const context = await browser.newContext({ baseURL: link.url, viewport: desk, reducedMotion: 'reduce', acceptDownloads: true });
  context.setDefaultTimeout(15_000);
  const faults: string[] = [];
  listenForFaults(context, name, faults);
  const page = await context.newPage();
  return {
    ...{ name, context, page, link, faults },
    async leave() {
      await context.close();
      await link.close();
    },
  };
}

/** Every thrown error, breach of the content policy and second Yjs; network failures are what some tests are about, and no fault. */
export function listenForFaults(context: BrowserContext, name: string, faults: string[]): void {
  context.on('weberror', (error) => faults.push(`${name}: ${error.error().stack || `${error.error().name} ${error.error().message} at ${error.page()?.url()}`}`));
  context.on('console', (message) => {
    const text = message.text();
    const isNetwork = /Failed to load resource|WebSocket connection to|net::ERR_|Failed to fetch|error occurred when fetching the script/.test(text);
    if (/Content Security Policy|already imported/.test(text) || (message.type() === 'error' && !isNetwork))
      faults.push(`${name}: ${text}`);
  });
}
