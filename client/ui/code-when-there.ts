const againAfterMs = 1_000;

/**
 * Code that is fetched when it is first wanted: `load` is called again while the server cannot be reached, so that a screen or dialog which is
 * not on this device yet opens when it can. Ours, for want of a library: those for retries know neither
 * whether the server is there nor of style sheets, which Vite asks for once.
 * @throws what `load` throws though the server is there, twice: a newer version has other files, or the browser remembers that one of these
 *   failed; loading the page anew helps, which the router does by itself
 */
export async function codeWhenThere<T>(load: () => Promise<T>): Promise<T> {
  let missing = 0;
  for (;;) {
    try {
      return await load();
    } catch (error) {
      if ((await isServerThere()) && ++missing > 1) throw error;
      await new Promise((resolve) => setTimeout(resolve, againAfterMs));
      await restyled(error);
    }
  }
}

const isServerThere = (): Promise<boolean> =>
  fetch('/healthz', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

/** Asks again for the style sheet that could not be fetched: its code would come without it. */
async function restyled(error: unknown): Promise<void> {
  const [, address] = /Unable to preload CSS for (\S+)/.exec(error instanceof Error ? error.message : '') ?? [];
  const sheet = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].find(({ href }) => address !== undefined && href === new URL(address, location.href).href);
  if (sheet === undefined) return;
  const again = sheet.cloneNode() as HTMLLinkElement; // of the same kind
  const came = new Promise<boolean>((resolve) => {
    again.addEventListener('load', () => resolve(true));
    again.addEventListener('error', () => resolve(false));
  });
  sheet.replaceWith(again);
  if (await came) return;
  await new Promise((resolve) => setTimeout(resolve, againAfterMs));
  await restyled(error);
}
