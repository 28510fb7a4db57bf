import type { BrowserContext } from 'playwright-core';

/** One thing the status bar said, and what stood on the screen with it. */
export interface Said {
  /** milliseconds since 1970, of the page's clock, which is this machine's */
  readonly at: number;
  /** of the page that said it */
  readonly path: string;
  readonly type: string;
  readonly words: string;
  /** rows in the list of marks */
  readonly marks: number;
  /** whether it said beside it that all is saved on this device */
  readonly isKept: boolean;
}

/** Hears everything the status bars of a browser say, as it is said: what a person could have seen before it was killed. */
export interface Witness {
  readonly said: readonly Said[];
  /** the newest, of any page */
  last(): Said | undefined;
  /** Waits for something said from now on, or just now where `since` lies back. @param since milliseconds since 1970 */
  until(is: (said: Said) => boolean, what: string, since?: number, ms?: number): Promise<Said>;
}

export async function listenToStatus(context: BrowserContext): Promise<Witness> {
  const said: Said[] = [];
  const waiting = new Set<() => void>();
  await context.exposeFunction('saidInStatusBar', (one: Said) => {
    said.push(one);
    for (const look of waiting) look();
  });
  await context.addInitScript(watchStatusBar);
  return {
    said,
    last: () => said.at(-1),
    until: (is, what, since = Date.now(), ms = 30_000) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = said.find((one) => one.at >= since && is(one));
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`the status bar never said ${what}; last: ${said.slice(-5).map(({ words }) => words).join(' | ')}`));
        }, ms);
        waiting.add(look);
        look();
      }),
  };
}

/** Changes that the words call saved on this device or still to be sent; 0 where they speak of none. */
export const changesIn = ({ words }: Pick<Said, 'words'>): number => Number(/(\d+) changes?\b/.exec(words)?.[1] ?? 0);

/** Runs in the page. */
function watchStatusBar(): void {
  const tell = (window as unknown as { saidInStatusBar(one: Said): void }).saidInStatusBar;
  let before = '';
  const look = (): void => {
    const bar = document.querySelector<HTMLElement>('[data-testid=save-state]');
    if (!bar) return;
    const marks = document.querySelectorAll('section[aria-label^="On this"] li').length;
    const isKept = bar.previousElementSibling instanceof HTMLElement && bar.previousElementSibling.style.visibility === 'visible';
    const said = { type: bar.dataset.type ?? '', words: bar.textContent?.trim() ?? '', marks, isKept };
    if (JSON.stringify(said) === before) return;
    before = JSON.stringify(said);
    tell({ at: Date.now(), path: location.pathname, ...said });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['data-type', 'style'] });
}
