import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, takeSeat } from '../harness/browser.ts';
import { emailOf, password, signUpByHand } from '../harness/people.ts';
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts';

let server: ServerProcess;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServerProcess(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

it('[WAY1] the link printed at the first start makes one administrator, and no second', async () => {
  const lead = await takeSeat(browser, 'Lead', server.port);
  await signUpByHand(lead, server.adminLink);
  await lead.page.getByRole('button', { name: 'Begin with an empty desk' }).click();
  await lead.page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
  const other = await takeSeat(browser, 'Other', server.port);
  await other.page.goto(server.adminLink.replace(server.url, other.link.url));
  await other.page.getByText('This invitation does not open').waitFor();
  await other.page.goto('/');
  await other.page.getByLabel('E-mail').fill(emailOf('Lead'));
  await other.page.getByRole('textbox', { name: 'Password' }).fill(password);
  await other.page.getByRole('button', { name: 'Sign in' }).click();
  await other.page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
  expect([...lead.faults, ...other.faults]).toEqual([]);
  await other.leave();
  await lead.leave();
});
