import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, takeSeat } from '../harness/browser.ts';
import { emailOf, join, onOwnLine, password, signUpByHand } from '../harness/people.ts';
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts';
import { makeProject } from '../harness/work.ts';

let server: ServerProcess;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServerProcess(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
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
}, 60_000);

it('[SIGNIN7] [SIGNIN8] a forgotten password is chosen anew by a link from the administrator, and changed later by its owner', async () => {
  const lead = await takeSeat(browser, 'Lead', server.port);
  await lead.context.request.post('/api/v1/sign-in', { data: { email: emailOf('Lead'), password } });
  const project = await makeProject(lead, 'People forget');
  const reader = await takeSeat(browser, 'Reader A', server.port);
  await join(lead, project, reader, 'annotator');
  await lead.page.goto(`/projects/${project}/people`);
  await lead.page.getByRole('row', { name: /Reader A/ }).getByRole('button', { name: 'New password …' }).click();
  await lead.page.getByRole('button', { name: 'Make the link' }).click();
  const link = await lead.page.getByLabel('One-time link').inputValue();
  const { page } = reader;
  await page.goto(onOwnLine(reader, link));
  const chosen = 'nine tall cranes dance';
  await page.getByRole('textbox', { name: 'New password' }).fill('short');
  await page.getByRole('button', { name: 'Set it and sign in' }).click();
  await page.getByText('5 more characters, please').waitFor();
  await page.getByRole('textbox', { name: 'New password' }).fill(chosen);
  await page.getByRole('button', { name: 'Set it and sign in' }).click();
  await page.getByRole('link', { name: 'People forget' }).click();
  await page.getByRole('heading', { name: 'People forget', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Reader A' }).click();
  await page.getByRole('menuitem', { name: /Change my password/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Change your password' });
  await dialog.getByRole('textbox', { name: 'Password now' }).fill(password); // which was forgotten
  await dialog.getByRole('textbox', { name: 'New password' }).fill('four slow herons wade');
  await dialog.getByRole('button', { name: 'Change it' }).click();
  await dialog.getByText('That is not your password').waitFor();
  await dialog.getByRole('textbox', { name: 'Password now' }).fill(chosen);
  await Promise.all([page.waitForEvent('load'), dialog.getByRole('button', { name: 'Change it' }).click()]);
  await page.getByRole('heading', { name: 'People forget', level: 1 }).waitFor();
  const again = await takeSeat(browser, 'Reader A', server.port);
  const statusBy = async (data: object) => (await again.context.request.post('/api/v1/sign-in', { data })).status();
  expect([await statusBy({ email: emailOf('Reader A'), password: chosen }), await statusBy({ email: emailOf('Reader A'), password: 'four slow herons wade' })]).toEqual([401, 200]);
  expect([...lead.faults, ...reader.faults]).toEqual([]);
  for (const seat of [lead, reader, again]) await seat.leave();
}, 60_000);
