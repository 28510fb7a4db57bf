import type { Page } from 'playwright-core';
import { choose, noticeOf } from './hands.ts';
import { filesToImport } from './files.ts';

/** From wherever one is in the project, by its navigation. */
export async function goTo(page: Page, screen: string | RegExp): Promise<void> {
  await page.getByRole('navigation', { name: /^Project/ }).getByRole('link', { name: screen }).click();
}

/** A new project, from the desk that is empty. Ends on its protocol. */
export async function createProject(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Clinical question').fill('Which cases need a physician within the hour?');
  await page.getByLabel('Level of detail').fill('Outline what is seen; lobes, not segments.');
  await page.getByRole('checkbox', { name: /Notes/ }).check();
  await page.getByRole('button', { name: 'Create project' }).click();
  await page.getByRole('heading', { name: 'Protocol', level: 1 }).waitFor();
}

/** Chooses the files, reads what became of each, makes items. @returns the rows, as said */
export async function importByHand(page: Page): Promise<readonly string[]> {
  await goTo(page, 'Data');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Choose files …' }).click()]);
  await chooser.setFiles([...filesToImport]);
  const rows = page.getByRole('region', { name: `${filesToImport.length} files` }).getByRole('listitem');
  await page.getByRole('button', { name: /^Make cases of/ }).click({ timeout: 60_000 });
  await page.getByRole('table', { name: 'Cases made' }).waitFor();
  return rows.allInnerTexts();
}

/** A one-time link bound to a role. */
export async function inviteByHand(page: Page, role: string, note: string): Promise<string> {
  await page.getByRole('button', { name: 'Invite …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
  await choose(page, dialog, 'Role', role);
  await dialog.getByLabel('For whom').fill(note);
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const sent = page.getByRole('dialog', { name: 'Send this link' });
  const link = await sent.getByLabel('One-time link').inputValue();
  await sent.getByRole('button', { name: 'Done' }).click();
  await sent.waitFor({ state: 'detached' });
  return link;
}

/** One more note, after the rest. */
export async function importNote(page: Page, name: string, text: string): Promise<void> {
  await goTo(page, 'Data');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Choose files …' }).click()]);
  await chooser.setFiles([{ name: `${name}.txt`, mimeType: 'text/plain', buffer: Buffer.from(text) }]);
  await page.getByRole('button', { name: /^Make cases of/ }).click();
  await page.getByRole('table', { name: 'Cases made' }).getByText(name).waitFor();
}

/** Every case to these readers, blind; or one of them. */
export async function assign(page: Page, readers: readonly string[], name?: string): Promise<void> {
  await goTo(page, 'Work');
  await (name === undefined ? page.getByRole('button', { name: 'Choose all shown' }) : page.getByRole('checkbox', { name: `Choose ${name}` })).click();
  await page.getByRole('button', { name: 'Assign …' }).click();
  const dialog = page.getByRole('dialog', { name: /^Assign/ });
  await choose(page, dialog, 'Readers', ...readers);
  await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
  await noticeOf(page, /assignments made/);
}
