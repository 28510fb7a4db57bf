import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { expect } from 'vitest';
import { ask, send } from '../../harness/ask.ts';
import type { Seat } from '../../harness/browser.ts';
import { pull } from '../../harness/work.ts';

/** While a round is open: nobody's screen, and no answer of the server, holds what a colleague voted or why. @param words why somebody voted as they did */
export async function expectSealed(people: readonly Seat[], users: readonly string[], session: string, words: string): Promise<void> {
  const params = { session };
  for (const seat of people) {
    const { user: me } = await ask(seat, endpoints.me);
    expect(await seat.page.getByTestId('ballot').count()).toBe(0);
    expect(await seat.page.locator('body').textContent()).not.toContain(words); // one's own stands in a field
    const answers = await Promise.all([endpoints.session, endpoints.minutes, endpoints.timeline].map(async (endpoint) => (await send(seat, endpoint, { params })).text()));
    const published = (await pull(seat, `session/${session}`)).getMap('published').toJSON();
    const held = Object.entries(published).flatMap(([key, value]) => (key.startsWith('round/') ? [value as { row: string }] : [])); // as the server publishes rounds
    expect(held).toEqual([expect.objectContaining({ state: 'open', voted: expect.any(Array) })]);
    for (const text of [...answers, JSON.stringify(published)]) expect(text).not.toMatch(new RegExp(`${words}|"ballots"|"choice"`));
    const [{ row = '' } = {}] = held;
    for (const user of users.filter((one) => one !== me.id)) expect((await pull(seat, `ballot/${session}/${row}/${user}`)).share.size).toBe(0);
  }
}
