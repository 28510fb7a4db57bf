import type { Locator, Page } from 'playwright-core';
import { tinyPng } from './files.ts';
import { goTo } from './desk-by-hand.ts';
import { choose, noticeOf, pick } from './hands.ts';

/** Writes the whole protocol with the editors a lead has, and publishes it. Begins on the empty protocol screen. */
export async function writeProtocol(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make the first label' }).click();
  await nameLabel(page, 'Label 1', 'Nodule', 'A rounded opacity with a visible border. Vessels seen on end are not marked.');
  await addAttribute(page, 'One of several', 'Certainty');
  await giveAnswers(question(page, 'Certainty'), 'Possible', 'Definite');
  await question(page, 'Certainty').getByRole('switch', { name: 'Required before submitting' }).check({ force: true });
  await addAttribute(page, 'Text', 'Reason for doubt');
  await choose(page, question(page, 'Reason for doubt'), 'Asked', 'When “Certainty” is');
  await choose(page, question(page, 'Reason for doubt'), 'one of', 'Possible');
  await addAttribute(page, 'Number', 'Largest diameter');
  for (const [label, value] of [['Least', '1'], ['Most', '100'], ['Unit', 'mm']] as const) await question(page, 'Largest diameter').getByLabel(label, { exact: true }).fill(value);
  await addAttribute(page, 'Any of several', 'Margin');
  await giveAnswers(question(page, 'Margin'), 'Smooth', 'Spiculated', 'Lobulated');
  await addExamples(page);
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await nameLabel(page, 'Label 2', 'Opacity', 'Anything denser than lung that is not a nodule. Draw to its outer edge.');
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await nameLabel(page, 'Label 3', 'Ground glass', 'An opacity through which vessels are still seen.');
  await choose(page, page, 'Part of', 'Opacity');
  await page.getByRole('tab', { name: /Questions/ }).click();
  await page.getByRole('button', { name: 'Question', exact: true }).click();
  await page.getByRole('menuitem', { name: 'One of several' }).click();
  await question(page, 'Question 1').getByLabel('Question', { exact: true }).fill('Urgent');
  await question(page, 'Urgent').getByRole('switch', { name: 'Required before submitting' }).check({ force: true });
  await writeGuideline(page);
  await writeRules(page);
  await publish(page, 'First version, agreed in the group');
}

export async function publish(page: Page, why: string): Promise<void> {
  await page.getByRole('button', { name: 'Publish …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish the protocol' });
  await dialog.getByLabel('Why this version').fill(why);
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await noticeOf(page, /Version \d+ is published/);
  await dialog.waitFor({ state: 'detached' });
}

/** One more label in the draft of the next version. */
export async function addLabel(page: Page, name: string, definition: string): Promise<void> {
  await goTo(page, /^Protocol/);
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await nameLabel(page, /^Label \d+$/, name, definition);
}

const question = (page: Page, name: string | RegExp): Locator => page.getByRole('group', { name, exact: true });

/** Empties a field letter by letter before the new words, as people do. */
async function nameLabel(page: Page, before: string | RegExp, name: string, definition: string): Promise<void> {
  const editor = question(page, before);
  const field = editor.getByLabel('Name', { exact: false }).first();
  await field.press('Control+a');
  await field.press('Backspace');
  await page.keyboard.type(name);
  await question(page, name).getByLabel('Definition').fill(definition);
}

async function addAttribute(page: Page, type: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Attribute', exact: true }).click();
  await page.getByRole('menuitem', { name: type }).click();
  const fresh = page.getByRole('group', { name: /^Question \d/ });
  await fresh.getByLabel('Question', { exact: true }).fill(name);
}

/** Two answers stand there from the start; more are added. */
async function giveAnswers(scope: Locator, ...answers: readonly string[]): Promise<void> {
  for (const [at, answer] of answers.entries()) {
    if (at > 1) await scope.getByRole('button', { name: 'Answer', exact: true }).click();
    await scope.getByLabel(`Answer ${at + 1}`, { exact: true }).fill(answer);
  }
}

/** A picture that is right, a passage that is wrong. */
async function addExamples(page: Page): Promise<void> {
  await page.getByLabel('Picture file').setInputFiles({ name: 'right.png', mimeType: 'image/png', buffer: tinyPng });
  await page.getByLabel('Why', { exact: true }).first().fill('Round, with a border all around.');
  await page.getByRole('button', { name: 'Passage', exact: true }).click();
  await page.getByLabel('Passage', { exact: true }).fill('Dense base without a border.');
  await pick(page.locator('[data-verdict]').last(), 'Verdict', 'Wrong');
  await page.getByLabel('Why', { exact: true }).last().fill('No border: this is an opacity.');
}

async function writeGuideline(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Guideline' }).click();
  const guideline = page.getByRole('textbox', { name: 'Guideline' });
  await guideline.click();
  await page.getByRole('button', { name: 'Heading' }).click();
  await page.keyboard.type('How to read');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Read alone. ');
  await page.getByRole('button', { name: 'Bold' }).click();
  await page.keyboard.type('Mark what needs a physician within the hour.');
}

async function writeRules(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /Rules and relations/ }).click();
  await page.getByRole('button', { name: 'Rule', exact: true }).click();
  await page.getByLabel('When', { exact: true }).fill('A nodule lies within an opacity');
  await page.getByLabel('Decide', { exact: true }).fill('Mark both, the nodule to its own border');
  await page.getByRole('button', { name: 'Relation', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Explains');
}
