import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Seat } from '../../harness/browser.ts';
import { saved } from './takings.ts';

/** Goes through the session from its beginning, where nothing is settled, by way of one event to its end, where all is; and back to now. */
export async function goThroughAgain(page: Page, event: RegExp, count: number): Promise<void> {
  const settled = () => page.getByTestId('settled').textContent();
  await page.getByRole('radio', { name: 'Replay' }).check({ force: true });
  const moment = page.getByRole('slider', { name: 'Moment of the session' });
  await moment.press('Home');
  await page.getByText('As it was: nothing can be changed here').waitFor();
  await expect.poll(settled, { timeout: 15_000 }).toBe(`0 of ${count} settled`);
  await page.getByRole('button', { name: event }).click();
  await expect.poll(settled, { timeout: 15_000 }).not.toBe(`0 of ${count} settled`);
  await moment.press('End');
  await expect.poll(settled, { timeout: 15_000 }).toBe(`${count} of ${count} settled`);
  await page.getByRole('radio', { name: 'Now' }).check({ force: true });
}

/** Opens the minutes, waits for words in them, keeps them as text and closes them again. */
export async function saveMinutes(page: Page, words: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: 'Minutes' }).click();
  const dialog = page.getByRole('dialog', { name: /^Minutes of/ });
  await dialog.getByText(words).waitFor();
  const minutes = await saved(page, () => dialog.getByRole('button', { name: 'Download as text' }).click());
  await page.keyboard.press('Escape');
  return minutes;
}

/** Ends it for all, who see it closed. */
export async function endSession(page: Page, members: readonly Seat[]): Promise<void> {
  await page.getByRole('button', { name: 'End session' }).click();
  await page.getByRole('dialog', { name: 'End the session?' }).getByRole('button', { name: 'End session' }).click();
  for (const member of members) await member.page.getByText('Closed', { exact: true }).waitFor();
}
