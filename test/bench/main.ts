/**
 * `npm run bench [-- --json] [-- part…]`: what a person feels, each figure beside a baseline of the same run. Parts: agreement, frames, screen,
 * annotating, opening, import. The relay has its own: `npm run bench:relay`.
 */
import type { Browser } from 'playwright-core';
import { launchBrowser, type Seat, takeSeat } from '../harness/browser.ts';
import { signUp } from '../harness/people.ts';
import { startServerProcess } from '../harness/server-process.ts';
import { agreementRows } from './agreement.ts';
import { annotatingRows } from './annotating.ts';
import { firstScreenRows } from './first-screen.ts';
import { frameRows } from './frames.ts';
import { importRows } from './import-rate.ts';
import { openingRows } from './opening.ts';
import { asTable, type BenchRow } from './row.ts';

interface Scene {
  readonly browser: Browser;
  readonly lead: Seat;
  readonly url: string;
  readonly port: number;
}

const parts: Readonly<Record<string, (scene: Scene) => readonly BenchRow[] | Promise<readonly BenchRow[]>>> = {
  agreement: agreementRows,
  frames: ({ browser }) => frameRows(browser),
  screen: ({ browser, url }) => firstScreenRows(browser, url),
  annotating: ({ browser, lead, port }) => annotatingRows(browser, lead, port),
  opening: ({ lead }) => openingRows(lead),
  import: ({ lead, url }) => importRows(lead, url),
};

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const server = await startServerProcess();
const browser = await launchBrowser();
const lead = await takeSeat(browser, 'Lead', server.port);
const rows: BenchRow[] = [];
try {
  await signUp(lead, server.adminLink);
  for (const [name, run] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    rows.push(...(await run({ browser, lead, url: server.url, port: server.port })));
  }
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
} finally {
  await lead.leave();
  await browser.close();
  await server.stop();
}
process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(rows, undefined, 2)}\n` : asTable('What a person feels', rows));
