import { describe, expect, it } from 'vitest';
import { agreementRows } from './agreement.ts';
import { firstScreenScripts, gzipKb } from './first-screen.ts';
import { guardMicros } from './relay/guard.ts';
import { median } from './row.ts';

describe('speed that must not be lost unseen', () => {
  it('[SPEED1] the first screen needs at most 200 KB of script, and none of what draws pictures, writes texts or keeps work', () => {
    const scripts = firstScreenScripts();
    for (const chunk of ['index', 'app-frame', 'projects-screen', 'sign-in-screen']) expect(scripts.filter((path) => path.startsWith(`/assets/${chunk}-`))).toHaveLength(1);
    expect(scripts.filter((path) => /yjs|database|viewer|dialog-box|menu-list|floating|palette/i.test(path))).toEqual([]);
    expect(gzipKb(scripts)).toBeLessThanOrEqual(200);
  });

  it('[SPEED2] the guard judges a keystroke in microseconds, by its index alone', () => {
    expect(median(guardMicros())).toBeLessThanOrEqual(30);
  });

  it('[SPEED3] agreement of 6 raters on 20,000 units takes no longer than the oracle, and says the same', () => {
    const [{ ours, baselines }] = agreementRows() as [ReturnType<typeof agreementRows>[number]]; // the first is the family; it throws when the oracle disagrees
    expect(ours).toBeLessThanOrEqual(baselines?.krippendorff ?? 0);
  });
});
