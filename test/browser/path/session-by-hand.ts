import type { Locator, Page } from 'playwright-core';
import type { Seat } from '../../harness/browser.ts';
import { onOwnLine, password } from '../../harness/people.ts';
import { choose } from './hands.ts';

export const rows = (page: Page): Locator => page.getByTestId('row');
/** The title of the row that somebody looks at. */
export const currentRow = async (page: Page): Promise<string> => (await page.locator('[data-testid=row][aria-current=true]').allInnerTexts())[0]?.split('\n')[1] ?? '';
export const voters = (page: Page): Promise<string[]> => page.getByTestId('voter').allInnerTexts().then((all) => all.map((one) => one.split('\n').slice(1).join(': ')));
const editor = (page: Page): Locator => page.getByRole('textbox', { name: 'Rationale' });

/** Chooses cases under Work and opens a session over them. Ends in its room. @returns the link to it, as the button copies it */
export async function openSession(page: Page, cases: readonly string[]): Promise<string> {
  for (const name of cases) await page.getByRole('checkbox', { name: `Choose ${name}` }).click();
  await page.getByRole('button', { name: 'Open a session …' }).click();
  await page.getByRole('dialog', { name: 'Open a session' }).getByRole('button', { name: `Open over ${cases.length} cases` }).click();
  await rows(page).first().waitFor();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByText(/The link is copied/).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** By the link alone. */
export async function joinSession(seat: Seat, link: string): Promise<void> {
  await seat.page.goto(onOwnLine(seat, link));
  await rows(seat.page).first().waitFor();
}

/** Before that, a choice is of what is shown, and votes for nothing. */
export const seesOpenRound = (page: Page): Promise<void> => page.getByText('sealed until the round closes').waitFor();

/** Votes as soon as the round is seen to be open. @param option by its first words */
export async function vote({ page }: Seat, option: string, reason?: string): Promise<void> {
  await seesOpenRound(page);
  const offered = await page.getByTestId('option').allInnerTexts();
  const number = offered.findIndex((words) => words.includes(option)) + 1;
  await page.keyboard.press(String(number));
  await page.getByText(new RegExp(`you voted ${number}`)).waitFor();
  if (reason === undefined) return;
  await page.getByLabel('Why, shown with your vote when the round closes').fill(reason);
  await page.getByLabel('Why, shown with your vote when the round closes').press('Enter');
}

/** Of those who lead: closes the round and reads what came out. */
export async function closeRound(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Close round' }).click();
  await page.getByTestId('outcome').waitFor();
  return (await page.getByTestId('outcome').allInnerTexts())[0] ?? '';
}

/** One round from its opening to its outcome. */
export async function settle(chair: Seat, members: readonly Seat[], option: string): Promise<string> {
  await chair.page.getByRole('button', { name: 'Open round' }).click();
  for (const member of members) await vote(member, option);
  await chair.page.getByText(new RegExp(`^${members.length} voted;`)).waitFor();
  return closeRound(chair.page);
}

/** Writes at the end of the rationale, letter by letter. */
export async function writeRationale(page: Page, words: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
}

/** The words alone, without the names at colleagues' carets. */
export const rationale = (page: Page): Promise<string> =>
  editor(page).evaluate((root) => [...root.querySelectorAll('p')].map((line) => [...line.childNodes].flatMap((node) => (node instanceof Text ? [node.data] : [])).join('')).join('\n'));

export async function dissent(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: 'I see it otherwise' }).click();
  await page.getByLabel('My dissent, kept with my name').fill(words);
  await page.getByRole('button', { name: 'Keep with the record' }).click();
}

/** Signs this case; with a wrong password first, which signs nothing. */
export async function signCase({ page, name }: Seat, meaning?: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign this case' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign the consensus' });
  if (meaning !== undefined) await choose(page, dialog, 'What my signature means', meaning);
  await dialog.getByLabel('My password').fill('not my password');
  await dialog.getByRole('button', { name: `Sign as ${name}` }).click();
  await dialog.getByText('That is not your password. Nothing was signed.').waitFor();
  await dialog.getByLabel('My password').fill(password);
  await dialog.getByRole('button', { name: `Sign as ${name}` }).click();
  await dialog.waitFor({ state: 'detached' });
}
