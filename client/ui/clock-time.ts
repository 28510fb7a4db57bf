import type { Instant } from '@consilium/shared/kernel/time.ts';

/** Hours, minutes and seconds as the clock of this device shows them: `14:32:07`. */
export const clockTime = (at: Instant): string => new Date(at).toLocaleTimeString('en-GB');

const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;

/** The day as everybody reads it the same: `26 Nov 2026`. */
export const dayOf = (at: Instant): string => new Date(at).toLocaleDateString('en-GB', day);

/** Day and time on this device, to the minute: `26 Nov 2026, 07:50`. */
export const dayAndTime = (at: Instant): string => `${dayOf(at)}, ${clockTime(at).slice(0, 5)}`;
