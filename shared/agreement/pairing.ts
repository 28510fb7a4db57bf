import { linearSumAssignment } from 'linear-sum-assignment';

/** One thing on the left and one on the right, by index, that belong together. */
export type Pair = { readonly left: number; readonly right: number; readonly similarity: number };

/** Every index of both sides exactly once: in one pair, or alone. Ascending. */
export type Pairing = {
  readonly pairs: readonly Pair[];
  readonly leftAlone: readonly number[];
  readonly rightAlone: readonly number[];
};

/**
 * Pairs two sides one to one so that the sum of similarities is the largest possible.
 * Things that could never meet are solved apart, so many small groups stay fast.
 * Among equally good pairings the order of the two sides decides, always in the same way.
 * @param left how many on the left @param right how many on the right; either may be 0
 * @param similarity of left i and right j, higher is more alike; asked once for each i and j
 * @param threshold only pairs with at least this similarity, and above 0, are made
 */
export function pairBySimilarity(
  left: number,
  right: number,
  similarity: (left: number, right: number) => number,
  threshold: number,
): Pairing {
  const candidates = candidatesOf(left, right, similarity, threshold);
  const pairs = groupsOf(candidates, right).flatMap((group) => solve(group, candidates));
  pairs.sort((a, b) => a.left - b.left);
  const leftPaired = new Set(pairs.map((pair) => pair.left));
  const rightPaired = new Set(pairs.map((pair) => pair.right));
  const alone = (length: number, paired: ReadonlySet<number>): number[] =>
    Array.from({ length }, (_, index) => index).filter((index) => !paired.has(index));
  return { pairs, leftAlone: alone(left, leftPaired), rightAlone: alone(right, rightPaired) };
}

/** For each left its possible partners: right -> similarity. */
type Candidates = readonly ReadonlyMap<number, number>[];

function candidatesOf(
  left: number,
  right: number,
  similarity: (left: number, right: number) => number,
  threshold: number,
): Candidates {
  return Array.from({ length: left }, (_, i) => {
    const partners = new Map<number, number>();
    for (let j = 0; j < right; j++) {
      const alike = similarity(i, j);
      if (alike > 0 && alike >= threshold) partners.set(j, alike);
    }
    return partners;
  });
}

type Group = { readonly lefts: readonly number[]; readonly rights: readonly number[] };

/** The connected groups of possible partners. */
function groupsOf(candidates: Candidates, right: number): readonly Group[] {
  const leftsOf = Array.from({ length: right }, (): number[] => []);
  candidates.forEach((partners, i) => {
    for (const j of partners.keys()) leftsOf[j]!.push(i);
  });
  const seenLeft = new Set<number>();
  const groups: Group[] = [];
  candidates.forEach((partners, start) => {
    if (seenLeft.has(start) || partners.size === 0) return;
    seenLeft.add(start);
    const lefts = [start];
    const rights = new Set<number>();
    for (const i of lefts)
      for (const j of candidates[i]!.keys()) {
        if (rights.has(j)) continue;
        rights.add(j);
        for (const next of leftsOf[j]!) {
          if (seenLeft.has(next)) continue;
          seenLeft.add(next);
          lefts.push(next);
        }
      }
    groups.push({ lefts: lefts.sort((a, b) => a - b), rights: [...rights].sort((a, b) => a - b) });
  });
  return groups;
}

/** What may not be paired counts 0, as much as staying alone, and is left alone after. */
function solve({ lefts, rights }: Group, candidates: Candidates): Pair[] {
  const gains = lefts.map((i) => rights.map((j) => candidates[i]!.get(j) ?? 0));
  const { rowAssignments } = linearSumAssignment(gains, { maximaze: true });
  return lefts.flatMap((left, row) => {
    const right = rights[rowAssignments[row]!];
    const similarity = right === undefined ? undefined : candidates[left]!.get(right);
    return right === undefined || similarity === undefined ? [] : [{ left, right, similarity }];
  });
}
