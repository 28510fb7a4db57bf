/** The Merkle tree of RFC 6962, section 2.1: leaves are hashed after a 0, inner nodes after a 1. */
import type { Sha256 } from './chain.ts';

export function leafHash(leaf: Uint8Array, sha256: Sha256): Uint8Array {
  return sha256(joined(Uint8Array.of(0), leaf));
}

const nodeHash = (left: Uint8Array, right: Uint8Array, sha256: Sha256) => sha256(joined(Uint8Array.of(1), left, right));

/**
 * A tree that only grows, kept as the roots of its full subtrees, largest first: one per binary digit 1 of `size`.
 * Adding a leaf and taking the root cost a logarithm of the size.
 */
export interface Frontier {
  readonly size: number;
  readonly roots: readonly Uint8Array[];
}

export const emptyFrontier: Frontier = { size: 0, roots: [] };

export function addLeaf({ size, roots }: Frontier, leaf: Uint8Array, sha256: Sha256): Frontier {
  const grown = [...roots];
  let root = leafHash(leaf, sha256);
  for (let digits = size; digits % 2 === 1; digits = Math.floor(digits / 2))
    root = nodeHash(grown.pop()!, root, sha256);
  return { size: size + 1, roots: [...grown, root] };
}

/** Root of everything added; of the empty tree, the hash of nothing. */
export function frontierRoot({ roots }: Frontier, sha256: Sha256): Uint8Array {
  const [last, ...others] = roots.toReversed();
  if (last === undefined) return sha256(new Uint8Array());
  return others.reduce((right, left) => nodeHash(left, right, sha256), last);
}

export function merkleRoot(leaves: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  return frontierRoot(
    leaves.reduce<Frontier>((frontier, leaf) => addLeaf(frontier, leaf, sha256), emptyFrontier),
    sha256,
  );
}

/** The hashes that lead from leaf `index` (0-based) to the root, nearest first (RFC 6962, 2.1.1). */
export function inclusionProof(leaves: readonly Uint8Array[], index: number, sha256: Sha256): readonly Uint8Array[] {
  if (leaves.length <= 1) return [];
  const split = largestPowerOfTwoBelow(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return index < split
    ? [...inclusionProof(left, index, sha256), merkleRoot(right, sha256)]
    : [...inclusionProof(right, index - split, sha256), merkleRoot(left, sha256)];
}

/** Whether the proof leads from this leaf, as number `index` of `size`, to this root (RFC 9162, 2.1.3.2). */
export function isIncluded(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
  sha256: Sha256,
): boolean {
  if (index < 0 || index >= size) return false;
  let hash = leafHash(leaf, sha256);
  let node = index;
  let last = size - 1;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash, sha256);
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling, sha256);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && isEqual(hash, root);
}

const largestPowerOfTwoBelow = (size: number) => 2 ** Math.ceil(Math.log2(size) - 1);

const isEqual = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, index) => byte === b[index]);

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
