import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical.ts';
import { type AuditRow, fromHex, nextRow, rowHash, toHex } from './chain.ts';
import { addLeaf, emptyFrontier, frontierRoot, inclusionProof, isIncluded, merkleRoot } from './merkle.ts';
import { type SignedHead, verifyAudit } from './verify.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

/** A stand-in for Ed25519: whoever knows the word can sign. */
const signatureOf = (head: Omit<SignedHead, 'signature'>) =>
  toHex(sha256(new TextEncoder().encode(`secret ${head.seq} ${head.root}`)));
const isSignedHead = (head: SignedHead) => head.signature === signatureOf(head);

function trailOf(length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let index = 0; index < length; index += 1) {
    const event = {
      at: '2026-01-01T00:00:00.000Z',
      actorId: 'lead',
      action: 'item.renamed',
      projectId: 'p',
      target: `item${index}`,
      new: { index },
    };
    rows.push(nextRow(rows.at(-1), event, sha256));
  }
  return rows;
}

function headOf(rows: readonly AuditRow[]): SignedHead {
  const root = toHex(
    merkleRoot(
      rows.map((row) => fromHex(row.hash)),
      sha256,
    ),
  );
  const head = { seq: rows.length, at: '2026-01-01T01:00:00.000Z', root };
  return { ...head, signature: signatureOf(head) };
}

/** Hashes and links every line anew, as somebody who knows the method but not the key would. */
function rechained(rows: readonly AuditRow[]): AuditRow[] {
  const chained: AuditRow[] = [];
  for (const row of rows) {
    const linked = { ...row, prev: chained.at(-1)?.hash ?? '0'.repeat(64) };
    chained.push({ ...linked, hash: rowHash(linked, sha256) });
  }
  return chained;
}

describe('audit', () => {
  it('[AUD1] canonical JSON does not depend on the order of keys', () => {
    expect(canonicalJson({ b: [1, { z: null, y: 'ü' }], a: true, c: undefined })).toBe(
      '{"a":true,"b":[1,{"y":"ü","z":null}]}',
    );
    expect(canonicalJson({ a: 1, B: 2, _: 3 })).toBe('{"B":2,"_":3,"a":1}');
    expect(() => canonicalJson({ a: Number.NaN })).toThrow('NaN has no JSON');
  });

  it('[AUD2] a whole trail verifies, and an empty one too', () => {
    const rows = trailOf(5);
    const { root } = headOf(rows);
    expect(verifyAudit(rows, [headOf(rows.slice(0, 3))], isSignedHead, sha256)).toEqual({
      ok: true,
      value: { count: 5, root, signedUpTo: 3 },
    });
    expect(verifyAudit([], [], isSignedHead, sha256)).toMatchObject({ ok: true, value: { count: 0, signedUpTo: 0 } });
  });

  // Leaves and roots of the reference implementation (google/certificate-transparency, merkletree tests).
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ].map(fromHex);
  it.each([
    [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('[AUD3] the tree of %i leaves has the root that RFC 6962 gives', (size, root) => {
    expect(toHex(merkleRoot(leaves.slice(0, size), sha256))).toBe(root);
  });

  it('[AUD3] a tree grown leaf by leaf always has the root of the recursive definition', () => {
    const many = Array.from({ length: 70 }, (_, index) => Uint8Array.of(index));
    const recursive = (part: readonly Uint8Array[]): Uint8Array => {
      if (part.length === 1) return sha256(Uint8Array.of(0, ...part[0]!));
      const split = 2 ** Math.ceil(Math.log2(part.length) - 1);
      return sha256(Uint8Array.of(1, ...recursive(part.slice(0, split)), ...recursive(part.slice(split))));
    };
    let frontier = emptyFrontier;
    many.forEach((leaf, index) => {
      frontier = addLeaf(frontier, leaf, sha256);
      expect(frontierRoot(frontier, sha256)).toEqual(recursive(many.slice(0, index + 1)));
    });
  });

  it('[AUD4] a proof holds for its own leaf, place and tree only', () => {
    const many = Array.from({ length: 13 }, (_, index) => Uint8Array.of(index));
    const root = merkleRoot(many, sha256);
    many.forEach((leaf, index) => {
      const proof = inclusionProof(many, index, sha256);
      expect(isIncluded(leaf, index, 13, proof, root, sha256)).toBe(true);
      expect(isIncluded(Uint8Array.of(99), index, 13, proof, root, sha256)).toBe(false);
      expect(isIncluded(leaf, (index + 1) % 13, 13, proof, root, sha256)).toBe(false);
      expect(isIncluded(leaf, index, 13, proof.slice(1), root, sha256)).toBe(false);
      expect(isIncluded(leaf, index, 13, proof, sha256(root), sha256)).toBe(false);
    });
    expect(isIncluded(many[0]!, 13, 13, [], root, sha256)).toBe(false);
  });

  const five = trailOf(5);
  it.each([
    ['changed', five.map((row) => (row.seq === 3 ? { ...row, body: '{}' } : row)), { type: 'Changed', seq: 3 }],
    [
      'reassigned',
      five.map((row) => (row.seq === 3 ? { ...row, actor_id: 'boris' } : row)),
      { type: 'Changed', seq: 3 },
    ],
    ['removed', five.filter((row) => row.seq !== 3), { type: 'Gap', seq: 3 }],
    ['swapped', [five[0]!, five[2]!, five[1]!, five[3]!, five[4]!], { type: 'Gap', seq: 2 }],
    ['doubled', [five[0]!, ...five], { type: 'Gap', seq: 2 }],
    [
      'rehashed alone',
      five.map((row) => (row.seq === 3 ? { ...row, at: '', hash: rowHash({ ...row, at: '' }, sha256) } : row)),
      { type: 'Unlinked', seq: 4 },
    ],
    [
      're-chained as a whole',
      rechained(five.map((row) => (row.seq === 3 ? { ...row, at: '' } : row))),
      { type: 'Rewritten', seq: 4 },
    ],
    ['cut off', five.slice(0, 3), { type: 'Truncated', seq: 4, found: 3 }],
    ['emptied', [], { type: 'Truncated', seq: 4, found: 0 }],
  ])('[AUD5] [AUD6] finds a trail that was %s', (_, rows, fault) => {
    expect(verifyAudit(rows, [headOf(five.slice(0, 4))], isSignedHead, sha256)).toEqual({ ok: false, error: fault });
  });

  it('[AUD6] refuses a head that was signed by somebody else', () => {
    const forged = { ...headOf(five), root: '0'.repeat(64) };
    expect(verifyAudit(five, [forged], isSignedHead, sha256)).toEqual({
      ok: false,
      error: { type: 'BadSignature', seq: 5 },
    });
  });
});
