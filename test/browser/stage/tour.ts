import type { Page } from 'playwright-core';
import { seesOpenRound } from '../path/session-by-hand.ts';
import { castBallots } from './panel-sessions.ts';
import type { Stage } from './stage.ts';

export type Places = Pick<Stage, 'demonstration' | 'panel' | 'empty' | 'items' | 'sessions' | 'invitation' | 'readers'>;

/** One screen, or one state of it, and how a person comes to it from wherever they are. */
export interface Stop {
  readonly name: string;
  readonly who: 'Lead' | 'Chair' | 'Reader A' | 'Nobody';
  go(page: Page, places: Places): Promise<void>;
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor();
const desk = (name: string, at: (places: Places) => string, title: string | RegExp, then?: (page: Page) => Promise<void>): Stop => ({
  name,
  who: 'Lead',
  async go(page, places) {
    await page.goto(at(places));
    await heading(page, title);
    await settled(page);
    await then?.(page);
  },
});

/** Nothing more is fetched, and the fonts are there. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 1_500 }).catch(() => undefined); // a screen that polls is never idle
  await page.evaluate(() => document.fonts.ready);
}

const inPanel = (screen: string) => ({ panel }: Places) => `/projects/${panel}/${screen}`;
const inEmpty = (screen: string) => ({ empty }: Places) => `/projects/${empty}/${screen}`;
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();
const dialog = (page: Page) => page.getByRole('dialog').waitFor();
/** What opens a dialog, by a button or by keys: the dialog is what is looked at. */
const pressToAsk = (name: string | RegExp) => (page: Page) => press(name)(page).then(() => dialog(page));
const keysToAsk = (keys: string) => (page: Page) => page.keyboard.press(keys).then(() => dialog(page));
const openTab = (name: string | RegExp) => (page: Page) => page.getByRole('tab', { name }).click();

const door: readonly Stop[] = [
  { name: 'sign-in', who: 'Nobody', async go(page) { await page.goto('/sign-in'); await heading(page, /Sign in/); } },
  {
    name: 'sign-in-refused', who: 'Nobody',
    async go(page) {
      await page.goto('/sign-in');
      await page.getByLabel('E-mail').fill('reader.z@example.org');
      await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').first().waitFor();
    },
  },
  { name: 'invitation', who: 'Nobody', async go(page, { invitation }) { await page.goto('about:blank'); const { pathname, hash } = new URL(invitation); await page.goto(`${pathname}${hash}`); await page.getByLabel('Name').waitFor(); } },
  { name: 'new-password', who: 'Nobody', async go(page) { await page.goto('about:blank'); await page.goto('/new-password#never-was'); await heading(page, 'Choose a new password'); } },
  { name: 'invitation-void', who: 'Nobody', async go(page) { await page.goto('about:blank'); await page.goto('/invitation#never-was'); await page.getByText('does not open').waitFor(); } },
];

const desks: readonly Stop[] = [
  desk('projects', () => '/', 'Projects'),
  desk('new-project', () => '/projects/new', 'New project'),
  desk('not-found', () => '/no/such/place', /.+/),
  desk('overview', inPanel('overview'), 'Chest triage 2026'),
  desk('overview-demonstration', ({ demonstration }) => `/projects/${demonstration}/overview`, /demonstration/),
  desk('overview-empty', inEmpty('overview'), /retrospective/),
  desk('queue', ({ demonstration }) => `/projects/${demonstration}/queue`, /queue|Queue/),
  desk('queue-give-back', ({ demonstration }) => `/projects/${demonstration}/queue`, /queue|Queue/, pressToAsk(/^Give .* back$/)),
  desk('queue-empty', inEmpty('queue'), /queue|Queue/),
  desk('protocol', inPanel('protocol'), /Protocol/),
  desk('protocol-label', inPanel('protocol'), /Protocol/, press(/Consolidation/)),
  desk('protocol-rules', inPanel('protocol'), /Protocol/, openTab(/Rules/)),
  desk('protocol-settings', inPanel('protocol'), /Protocol/, openTab(/consensus/)),
  desk('protocol-versions', inPanel('protocol'), /Protocol/, openTab(/Versions/)),
  desk('protocol-publish', inPanel('protocol'), /Protocol/, pressToAsk(/Publish/)),
  desk('protocol-empty', inEmpty('protocol'), /Protocol/),
  desk('data', inPanel('data'), 'Data', dropFiles),
  desk('data-empty', inEmpty('data'), 'Data'),
  desk('work', inPanel('work'), 'Work'),
  desk('work-assign', inPanel('work'), 'Work', async (page) => { await page.getByRole('checkbox').first().check(); await pressToAsk(/Assign/)(page); }),
  desk('people', inPanel('people'), /People/),
  desk('people-password', inPanel('people'), /People/, pressToAsk(/^New password/)),
  desk('password', inPanel('people'), /People/, async (page) => { await page.locator('nav').getByRole('button').last().click(); await page.getByRole('menuitem', { name: /Change my password/ }).click(); await dialog(page); }),
  desk('people-invite', inPanel('people'), /People/, pressToAsk(/Invite/)),
  desk('sessions', inPanel('sessions'), 'Sessions'),
  desk('sessions-open', ({ demonstration }) => `/projects/${demonstration}/sessions`, 'Sessions', pressToAsk(/Open a session|New session/)),
  desk('sessions-empty', inEmpty('sessions'), 'Sessions'),
  desk('agreement', inPanel('agreement'), 'Agreement'),
  desk('agreement-demonstration', ({ demonstration }) => `/projects/${demonstration}/agreement`, 'Agreement'),
  desk('export', inPanel('export'), 'Export'),
  desk('audit', inPanel('audit'), 'Audit record', async (page) => { await press(/Verify/)(page); await page.getByText(/rows are intact/).first().waitFor(); }),
  desk('settings', inPanel('settings'), 'Settings'),
  desk('palette', inPanel('overview'), 'Chest triage 2026', keysToAsk('Control+KeyK')),
];

/** One picture that is right, one that is half there, a note, one that is nothing at all. */
async function dropFiles(page: Page): Promise<void> {
  const note = { name: 'RPT-00801.txt', mimeType: 'text/plain', buffer: Buffer.from('CT CHEST\r\n\r\nNo nodule 🙂\r\n') };
  const broken = { name: 'scan-cut-short.dcm', mimeType: 'application/dicom', buffer: Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(40, 7)]) };
  const sheet = { name: 'a list of patients that should never have been here, second version, final.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK\u0003\u0004 not an image') };
  await page.locator('input[type=file]').first().setInputFiles([note, broken, sheet, { ...note, name: 'RPT-00801-again.txt' }]);
  await page.getByText(/refused/i).first().waitFor({ timeout: 30_000 });
}

async function openReading(page: Page, id: string): Promise<void> {
  await page.goto(`/items/${id}`);
  const goOn = page.getByRole('button', { name: /Go on with/ });
  const film = page.locator('[data-film], [data-testid=text-viewer]').first();
  await film.waitFor();
  await settled(page);
  if (await goOn.isVisible()) await goOn.click(); // only where the protocol changed in between; it stands there as soon as the case
}
const reading = (name: string, item: string, then?: (page: Page) => Promise<void>): Stop => ({
  name,
  who: 'Reader A',
  async go(page, { items }) {
    await openReading(page, items[item]!);
    await then?.(page);
  },
});
const choose = (mark: string | RegExp) => async (page: Page) => {
  await drawUp(page, /^Labels and marks/);
  await page.getByRole('region', { name: /On this/ }).getByRole('button', { name: mark }).first().click();
};

const readings: readonly Stop[] = [
  {
    name: 'annotate-changed-protocol', who: 'Reader A',
    async go(page, { items }) {
      await page.goto(`/items/${items['CXR-00389']}`);
      await page.getByText('The protocol has changed').waitFor({ timeout: 5_000 }).catch(() => undefined); // seen once, it is not shown again
      await settled(page);
    },
  },
  reading('annotate', 'CXR-00389', async (page) => { await page.keyboard.press('2'); await page.keyboard.press('p'); await choose(/Consolidation/)(page); }),
  reading('annotate-protocol', 'CXR-00389', async (page) => { await page.keyboard.press('g'); await page.getByRole('region', { name: /^Protocol version/ }).waitFor(); }),
  reading('annotate-submit', 'CXR-00389', keysToAsk('Control+Enter')),
  reading('annotate-keys', 'CXR-00389', keysToAsk('Shift+Slash')),
  reading('annotate-palette', 'CXR-00389', keysToAsk('Control+KeyK')),
  reading('annotate-text', 'RPT-00731', markText),
  { name: 'annotate-series', who: 'Lead', async go(page, { demonstration }) { await page.goto(`/projects/${demonstration}/queue`); await settled(page); await page.keyboard.press('n'); await page.locator('[data-film], [data-testid=text-viewer]').first().waitFor(); await settled(page); } },
  {
    name: 'annotate-offline', who: 'Reader A',
    async go(page, { items, readers }) {
      await openReading(page, items['CXR-00389']!);
      await saveState(page, 'synced');
      readers[0]!.link.cut();
      await choose(/Nodule/)(page);
      await page.keyboard.press('ArrowRight'); // moved by a pixel: one change that waits
      await saveState(page, 'offline');
    },
  },
  {
    name: 'annotate-at-risk', who: 'Reader A',
    async go(page, { items, readers }) {
      readers[0]!.link.mend();
      await openReading(page, items['CXR-00389']!);
      await choose(/Nodule/)(page);
      await page.evaluate(() => {
        const full = (): never => {
          throw new DOMException('no room', 'QuotaExceededError');
        };
        for (const write of ['put', 'add'] as const) IDBObjectStore.prototype[write] = full;
      }); // until the page is loaded again
      await page.keyboard.press('ArrowLeft');
      await saveState(page, 'at risk');
    },
  },
  { name: 'revealed', who: 'Reader A', async go(page, { items }) { await openReading(page, items['CXR-00412']!); } },
];

const saveState = (page: Page, type: string) => page.locator(`[data-testid=save-state][data-type="${type}"]`).waitFor({ timeout: 30_000 });

async function markText(page: Page): Promise<void> {
  const note = page.getByTestId('text-viewer');
  await note.focus();
  for (const key of ['Control+Home', 'Tab']) await page.keyboard.press(key); // the first mark
}

async function openRoom(page: Page, session: string): Promise<void> {
  await page.goto(`/sessions/${session}`);
  await page.locator('[data-testid=row]').first().waitFor({ state: 'attached' });
  await page.locator('[role=textbox][aria-label=Rationale]').waitFor({ state: 'attached' }); // what the server has of the session is here, its rounds too
  await page.locator('canvas').first().waitFor();
  await settled(page);
}
const room = (name: string, which: 'open' | 'signed', who: Stop['who'], then?: (page: Page, places: Places) => Promise<void>): Stop => ({
  name,
  who,
  async go(page, places) {
    await openRoom(page, places.sessions[which]);
    await then?.(page, places);
  },
});
const layout = (name: string) => (page: Page) => page.getByRole('radio', { name }).check({ force: true }); // the input lies under its words
/** On a phone the panel is a sheet that is drawn up first. */
async function drawUp(page: Page, title: RegExp): Promise<void> {
  const handle = page.getByRole('button', { name: title, expanded: false });
  if (await handle.isVisible()) await handle.click();
}
const toRow = (title: RegExp) => async (page: Page) => {
  await drawUp(page, /^Rows/);
  await page.getByTestId('row').filter({ hasText: title }).first().click();
  const handle = page.getByRole('button', { name: /^Rows/, expanded: true });
  if (await handle.isVisible()) await handle.click();
};

/** Readers A and C take part, each on their own screen. */
async function comeIn({ readers, sessions }: Places): Promise<void> {
  for (const { page } of [readers[0]!, readers[2]!]) {
    await page.goto(`/sessions/${sessions.open}`);
    await page.locator('canvas').first().waitFor();
  }
}

const rooms: readonly Stop[] = [
  room('session', 'open', 'Chair', async (page, places) => {
    await comeIn(places);
    await toRow(/Consolidation/)(page);
    await places.readers[0]!.page.mouse.move(700, 640); // a cursor to be seen
    await places.readers[2]!.page.mouse.move(560, 300);
  }),
  room('session-side-by-side', 'open', 'Reader A', layout('Side by side')),
  room('session-ballots', 'open', 'Chair', async (page, { readers, sessions, items }) => {
    await toRow(/Consolidation/)(page);
    await drawUp(page, /^Vote/);
    const open = page.getByRole('button', { name: 'Open round' });
    await open.or(page.getByRole('button', { name: 'Close round' })).waitFor();
    if (await open.isVisible()) await open.click();
    await seesOpenRound(page);
    await page.getByTestId('option').first().click();
    await page.getByText(/you voted 1/).waitFor();
    await castBallots(readers, sessions.open, items['CXR-00412']!);
    await page.getByText('voted', { exact: true }).nth(1).waitFor();
  }),
  room('session-signed', 'signed', 'Chair'),
  room('session-replay', 'signed', 'Chair', async (page) => { await page.getByRole('radio', { name: 'Replay' }).check({ force: true }); await page.getByText('As it was').waitFor(); }),
  room('session-minutes', 'signed', 'Chair', async (page) => { await pressToAsk(/Minutes/)(page); await page.getByRole('dialog').getByRole('listitem').first().waitFor(); }),
];

export const tour: readonly Stop[] = [...door, ...desks, ...readings, ...rooms];

/** The screens that are worked on with a phone in hand; the others lay themselves out by the same parts. */
const onPhones = ['sign-in', 'projects', 'overview', 'queue', 'protocol', 'data', 'work', 'people', 'new-password', 'agreement', 'audit', 'annotate', 'annotate-text', 'revealed', 'session', 'session-ballots'];
export const phoneTour: readonly Stop[] = tour.filter(({ name }) => onPhones.includes(name));

/** At a desk: every screen and every dialog, without a second look at one in another state. */
export const deskTour: readonly Stop[] = tour.filter(({ name }) => !/-(empty|demonstration|series|side-by-side|replay)$/.test(name));

/** Those whose pictures are kept. */
export const pictured: ReadonlySet<string> = new Set([
  ...['sign-in', 'projects', 'new-project', 'overview', 'overview-demonstration', 'queue', 'protocol-label', 'protocol-rules', 'protocol-versions', 'data', 'work', 'people', 'new-password'],
  ...['sessions', 'agreement', 'export', 'audit', 'settings', 'palette', 'annotate', 'annotate-text', 'annotate-offline', 'annotate-at-risk', 'annotate-keys', 'revealed'],
  ...['session', 'session-side-by-side', 'session-ballots', 'session-signed', 'session-replay', 'session-minutes'],
]);
