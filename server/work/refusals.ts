import { Bucket } from '../relay/bucket.ts';
import type { RelayClock } from '../relay/clock.ts';

/** How many refused updates a person may still hand in over HTTP: each is judged and kept in quarantine. */
export interface Refusals {
  isSpentBy(person: { readonly id: string }): boolean;
  add(person: { readonly id: string }): void;
}

/** As many as on a socket: 32 at once, then one each second. */
export function countRefusals(clock: RelayClock): Refusals {
  const buckets = new Map<string, Bucket>();
  const bucketOf = ({ id }: { readonly id: string }): Bucket => {
    const bucket = buckets.get(id) ?? new Bucket(clock, 32, 1);
    buckets.set(id, bucket);
    return bucket;
  };
  return {
    isSpentBy(person) {
      const bucket = bucketOf(person);
      bucket.take(0); // counts in the time since
      return bucket.waitMs() > 0;
    },
    add: (person) => void bucketOf(person).take(1),
  };
}
