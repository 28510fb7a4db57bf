import type { Page } from 'playwright-core';
import { goTo } from './desk-by-hand.ts';
import { choose, clickOnFilm, clickWords, dragOnFilm, noticeOf, pick, type Place, readyToDraw, region, selectWords } from './hands.ts';

export interface NoduleAnswers {
  readonly certainty: 'Possible' | 'Definite';
  readonly doubt?: string;
  readonly diameter?: string;
  readonly margin?: readonly string[];
}

const marks = (page: Page, words: RegExp) => region(page, /^On this/).getByRole('listitem').filter({ hasText: words });

/** A box drawn with the mouse under the label of digit 1, and what is asked of it. */
export async function drawNodule(page: Page, from: Place, to: Place, answers: NoduleAnswers): Promise<void> {
  await readyToDraw(page);
  await page.keyboard.press('1');
  await page.keyboard.press('b');
  await dragOnFilm(page, from, to);
  await marks(page, /^Nodule/).waitFor();
  await answer(page, answers);
}

/** Answers what is asked of the mark that is selected. */
export async function answer(page: Page, { certainty, doubt, diameter, margin }: NoduleAnswers): Promise<void> {
  const asked = region(page, 'Selected mark');
  await pick(asked, 'Certainty', certainty);
  const reason = asked.getByLabel('Reason for doubt');
  if (doubt === undefined) await reason.waitFor({ state: 'detached' }); // asked only of what is possible
  else {
    await reason.fill(doubt);
    await reason.press('Enter');
  }
  if (diameter !== undefined) {
    await asked.getByLabel('Largest diameter').fill(diameter);
    await asked.getByLabel('Largest diameter').blur();
  }
  if (margin) await choose(page, asked, 'Margin', ...margin);
}

/** A polygon, corner by corner, under the label of digit 2. */
export async function drawOpacity(page: Page, corners: readonly Place[]): Promise<void> {
  await page.keyboard.press('2');
  await page.keyboard.press('p');
  await clickOnFilm(page, corners);
  await page.keyboard.press('Enter');
  await marks(page, /^Opacity\s*polygon/).waitFor();
}

/** Words selected first, then the digit of their label. Of the case before, the list may still stand there: its notice comes before the next case. */
export async function markWords(page: Page, words: string, digit: '1' | '2' | '4'): Promise<void> {
  await page.getByTestId('text-viewer').waitFor();
  const before = await region(page, /^On this/).getByRole('listitem').count();
  await page.keyboard.press('v');
  await selectWords(page, words);
  await page.keyboard.press(digit);
  await region(page, /^On this/).getByRole('listitem').nth(before).waitFor();
}

/** From one mark in a note to another. */
export async function linkWords(page: Page, from: string, to: string): Promise<void> {
  await page.keyboard.press('l');
  await clickWords(page, from);
  await clickWords(page, to);
  await region(page, 'Links').getByText('Explains').waitFor();
  await page.keyboard.press('v');
}

/** The document as a whole under a label. */
export async function labelDocument(page: Page, digit: '1' | '2'): Promise<void> {
  await page.keyboard.press(digit);
  await page.keyboard.press('d');
  await marks(page, /whole document/).waitFor();
}

export const selectMark = (page: Page, words: RegExp): Promise<void> => marks(page, words).getByRole('button').first().click();

/** A remark on the mark that is selected. */
export async function remark(page: Page, words: string, on: RegExp): Promise<void> {
  await selectMark(page, on);
  const comments = region(page, 'Comments');
  await comments.getByText(/^\s*on /).last().waitFor();
  await comments.getByRole('textbox', { name: /^Comment/ }).click();
  await page.keyboard.type(words);
  await comments.getByRole('button', { name: 'Comment', exact: true }).click();
  await comments.getByRole('article').getByText(words).waitFor();
}

export const answerCase = (page: Page, question: string, option: string): Promise<void> => pick(region(page, 'About the case'), question, option);

/** Goes to the queue of a project and opens what is next. */
export async function openNext(page: Page): Promise<void> {
  await goTo(page, 'Queue');
  await page.getByRole('button', { name: 'Open next case' }).click();
}

/** @param said what the notice says: taken by the server, or kept until it is back */
export async function submit(page: Page, said: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Submit read' }).click();
  await page.getByRole('dialog', { name: 'Submit this read?' }).getByRole('button', { name: 'Submit read' }).click();
  await noticeOf(page, said);
}
