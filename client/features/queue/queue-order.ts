import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { millisecondsOf } from '@consilium/shared/kernel/time.ts';

/** Why it stands where it does, in words. @param now milliseconds since 1970 */
export function whyNext({ mine }: Item, now: number): string {
  if (mine === null) return '';
  switch (mine.state) {
    case 'open':
      return 'Begun, not handed in';
    case 'reserved':
      return mine.reservedUntil === null
        ? 'Reserved for you'
        : `Reserved for you, ${durationInWords(millisecondsOf(mine.reservedUntil) - now)} left`;
    case 'assigned':
      return 'Assigned to you';
    case 'submitted':
      return mine.submittedAt === null
        ? 'Handed in'
        : `Handed in ${durationInWords(now - millisecondsOf(mine.submittedAt))} ago`;
    case 'returned':
      return 'Given back';
  }
}

/** One unit is enough: `45 min`, `3 h`, `2 d`; never negative. */
export function durationInWords(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 90) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
}
