import type { Role } from '@consilium/shared/domain/people.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Me } from '@consilium/shared/wire/rest/people.ts';
import type { Seat } from './browser.ts';
import { ask } from './ask.ts';

export const password = 'seven calm foxes listen';
export const emailOf = (name: string): string => `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;

/** The same address on the person's own line. */
export const onOwnLine = (seat: Seat, address: string): string => {
  const { pathname, search, hash } = new URL(address);
  return `${seat.link.url}${pathname}${search}${hash}`;
};

/** Opens a one-time link and makes an account, as a newcomer does. */
export async function signUpByHand(seat: Seat, address: string): Promise<void> {
  const { page } = seat;
  await page.goto(onOwnLine(seat, address));
  await page.getByLabel('Name').fill(seat.name);
  await page.getByLabel('E-mail').fill(emailOf(seat.name));
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Make my account' }).click();
}

/** The same over REST; the browser is signed in after it. */
export function signUp(seat: Seat, address: string): Promise<Me> {
  const token = new URL(address).hash.slice(1);
  return ask(seat, endpoints.acceptInvitation, { body: { token, account: { name: seat.name, email: emailOf(seat.name), password } } });
}

/** Invites somebody and lets them in, over REST. @returns their user id */
export async function join(lead: Seat, project: string, seat: Seat, role: Role): Promise<string> {
  const { url } = await ask(lead, endpoints.invite, { params: { project }, body: { role, note: seat.name } });
  return (await signUp(seat, url)).user.id;
}
