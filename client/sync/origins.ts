/** Origins of transactions that are not this tab's own edits; everything else is. */
export const fromDevice = { from: 'device' };
export const fromTab = { from: 'tab' };
export const fromRelay = { from: 'relay' };

export const isOwnEdit = (origin: unknown): boolean =>
  origin !== fromDevice && origin !== fromTab && origin !== fromRelay;
