import type { Browser } from 'playwright-core';
import { takeSeat } from '../../harness/browser.ts';
import { signUpByHand } from '../../harness/people.ts';
import { startServerProcess } from '../../harness/server-process.ts';
import { goTo } from './desk-by-hand.ts';
import { takeOut } from './takings.ts';

/** A second, empty installation, whose administrator brings the bundle in and takes it out again. */
export async function openElsewhere(browser: Browser, bundle: { readonly name: string; readonly bytes: Buffer }) {
  const server = await startServerProcess();
  const seat = await takeSeat(browser, 'Elsewhere', server.port);
  const { page } = seat;
  await signUpByHand(seat, server.adminLink);
  await page.getByRole('button', { name: 'Begin with an empty desk' }).click();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Bring a bundle in …' }).click()]);
  await chooser.setFiles({ name: bundle.name, mimeType: 'application/zip', buffer: bundle.bytes });
  await page.getByText(`${bundle.name} is a project of its own, with 3 cases`).waitFor();
  await goTo(page, 'Export');
  const again = await takeOut(page, 'Consilium bundle');
  return {
    bundle: again.bytes,
    seat,
    async leave() {
      await seat.leave();
      await server.stop();
    },
  };
}
