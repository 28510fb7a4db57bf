import type { ItemId, ProjectId, RowId, SessionId, UserId } from '@consilium/shared/domain/ids.ts';
import type { AssignmentState, ItemPhase } from '@consilium/shared/domain/item.ts';
import type { Role } from '@consilium/shared/domain/people.ts';
import { may } from '@consilium/shared/permissions/action.ts';
import type { Actor, ItemFacts } from '@consilium/shared/permissions/actor.ts';
import { documentName, type DocumentRef, documentRef } from '@consilium/shared/permissions/document-ref.ts';
import { documentGrant } from '@consilium/shared/permissions/policy.ts';
import { describe, expect, it } from 'vitest';

const [me, other] = ['me', 'other'] as UserId[] as [UserId, UserId]; // test ids are well formed
const item = 'i1' as ItemId;
const roles: (Role | undefined)[] = ['lead', 'annotator', 'adjudicator', 'trainer', 'observer', undefined];
const phases: ItemPhase[] = ['reading', 'compared', 'revealed', 'signed'];
const states: (AssignmentState | undefined)[] = ['assigned', 'reserved', 'open', 'submitted', 'returned', undefined];
const actor = (role: Role | undefined): Actor => ({ user: me, isAdministrator: false, role });

function* everyItemSituation(): Generator<{ role: Role | undefined; facts: ItemFacts }> {
  for (const role of roles)
    for (const phase of phases)
      for (const assignment of states)
        for (const annotatorAssignment of states)
          for (const isInSession of [true, false])
            yield { role, facts: { phase, blinding: 'blind', assignment, annotatorAssignment, isInSession } };
}

const isHidden = (phase: ItemPhase) => phase === 'reading' || phase === 'compared';
const grantOf = (role: Role | undefined, facts: ItemFacts, type: 'reading' | 'discussion', annotator: UserId) =>
  documentGrant(actor(role), { ref: { type, item, annotator }, item: facts });

describe('permissions', () => {
  it('[PERM1] who is no member gets nothing, whatever the situation', () => {
    for (const { role, facts } of everyItemSituation()) {
      if (role !== undefined) continue;
      for (const annotator of [me, other]) expect(grantOf(role, facts, 'reading', annotator).mayRead).toBe(false);
      expect(documentGrant(actor(role), { ref: { type: 'consensus', item }, item: facts }).mayRead).toBe(false);
    }
    expect(documentGrant(actor(undefined), { ref: { type: 'protocol', project: 'p' as ProjectId } }).mayRead).toBe(
      false,
    );
  });

  it('[PERM2] a reading is written by its annotator alone, and not after submission or the reveal', () => {
    for (const { role, facts } of everyItemSituation()) {
      if (role === undefined) continue;
      expect(grantOf(role, facts, 'reading', other).write).toBeUndefined();
      const writes = grantOf(role, facts, 'reading', me).write !== undefined;
      expect(writes).toBe(
        isHidden(facts.phase) &&
          (facts.assignment === 'assigned' || facts.assignment === 'reserved' || facts.assignment === 'open'),
      );
    }
  });

  it('[PERM3] before the reveal a colleague’s reading is read only by a reviewer who has none of their own to make, once submitted, audited', () => {
    let seen = 0;
    for (const { role, facts } of everyItemSituation()) {
      if (!isHidden(facts.phase)) continue;
      const grant = grantOf(role, facts, 'reading', other);
      const isReviewer = role === 'lead' || role === 'adjudicator';
      const isFree =
        facts.assignment === undefined || facts.assignment === 'submitted' || facts.assignment === 'returned';
      expect(grant.mayRead).toBe(isReviewer && isFree && facts.annotatorAssignment === 'submitted');
      expect(grant.isAudited).toBe(grant.mayRead);
      seen += 1;
    }
    expect(seen).toBe(6 * 2 * 6 * 6 * 2);
  });

  it('[PERM14] before the reveal who has an open reading neither reads nor writes a colleague’s discussion, and other reviewers do, audited', () => {
    for (const { role, facts } of everyItemSituation()) {
      const grant = grantOf(role, facts, 'discussion', other);
      if (!isHidden(facts.phase)) continue;
      const isReviewer = role === 'lead' || role === 'adjudicator';
      const isFree =
        facts.assignment === undefined || facts.assignment === 'submitted' || facts.assignment === 'returned';
      expect(grant.mayRead).toBe(isReviewer && isFree);
      expect(grant.write !== undefined).toBe(grant.mayRead);
      expect(grant.isAudited).toBe(grant.mayRead);
    }
  });

  it('[PERM4] after the reveal readers, session members and every role but a foreign annotator read', () => {
    for (const { role, facts } of everyItemSituation()) {
      if (isHidden(facts.phase) || role === undefined) continue;
      expect(grantOf(role, facts, 'reading', other).mayRead).toBe(
        role !== 'annotator' || facts.assignment !== undefined || facts.isInSession,
      );
    }
  });

  it('[PERM5] a consensus does not exist before the reveal and is written by nobody once signed', () => {
    for (const { role, facts } of everyItemSituation()) {
      const grant = documentGrant(actor(role), { ref: { type: 'consensus', item }, item: facts });
      if (isHidden(facts.phase)) expect(grant.mayRead).toBe(false);
      if (facts.phase === 'signed') expect(grant.write).toBeUndefined();
    }
  });

  it('[PERM6] a ballot is its member’s alone, written while the round is open', () => {
    const ballot = (member: UserId) =>
      ({ type: 'ballot', session: 's' as SessionId, row: 'r' as RowId, member }) as const;
    for (const role of roles)
      for (const isRoundOpen of [true, false]) {
        const session = { isOpen: true, isMember: true, isChair: true, isRoundOpen };
        expect(documentGrant(actor(role), { ref: ballot(other), session }).mayRead).toBe(false);
        expect(documentGrant(actor(role), { ref: ballot(me), session }).write !== undefined).toBe(
          isRoundOpen && role !== undefined,
        );
      }
  });

  it('[PERM7] a session is written by its members while it is open; of others only reviewers look on', () => {
    const ref = { type: 'session', session: 's' as SessionId } as const;
    for (const role of roles)
      for (const isOpen of [true, false])
        for (const isMember of [true, false]) {
          const grant = documentGrant(actor(role), { ref, session: { isOpen, isMember, isChair: false, isRoundOpen: false } });
          const isReviewer = role === 'lead' || role === 'adjudicator';
          expect(grant.mayRead).toBe(role !== undefined && (isMember || isReviewer));
          expect(grant.write !== undefined).toBe(role !== undefined && isMember && isOpen);
        }
  });

  it('[PERM8] presence is never carried in readings, discussions and ballots', () => {
    for (const { role, facts } of everyItemSituation())
      for (const type of ['reading', 'discussion'] as const)
        for (const annotator of [me, other]) expect(grantOf(role, facts, type, annotator).hasPresence).toBe(false);
  });

  it('[PERM9] no grant ever names the root the server publishes into', () => {
    const grant = documentGrant(actor('lead'), {
      ref: { type: 'session', session: 's' as SessionId },
      session: { isOpen: true, isMember: true, isChair: true, isRoundOpen: true },
    });
    expect([...(grant.write?.shared ?? []), ...(grant.write?.own ?? [])]).not.toContain('published');
    expect(grant.write).toBeDefined();
  });

  it('names and references of documents are each other’s inverse, and nothing else is a name', () => {
    const refs: DocumentRef[] = [
      { type: 'reading', item, annotator: me },
      { type: 'consensus', item },
      { type: 'session', session: 's' as SessionId },
      { type: 'ballot', session: 's' as SessionId, row: 'r' as RowId, member: me },
      { type: 'protocol', project: 'p' as ProjectId },
      { type: 'item', item },
    ];
    for (const ref of refs) expect(documentRef(documentName(ref))).toEqual({ ok: true, value: ref });
    for (const name of [
      '',
      'reading/i1',
      'reading/i1/me/x',
      'reading/../me',
      'reading/i1/',
      'secret/x',
      'reading/i 1/me',
      '/reading/i1/me',
      `item/${'x'.repeat(65)}`,
    ])
      expect(documentRef(name).ok).toBe(false);
  });

  it('actions: an observer changes nothing, an annotator sees no progress, an administrator may all a lead may', () => {
    expect(
      may(actor('observer'), 'protocol.edit') ||
        may(actor('observer'), 'consensus.sign') ||
        may(actor('observer'), 'data.import'),
    ).toBe(false);
    expect(may(actor('annotator'), 'progress.read') || may(actor('annotator'), 'comparison.read')).toBe(false);
    expect(may({ user: me, isAdministrator: true, role: undefined }, 'export.run')).toBe(true);
    expect(may(actor(undefined), 'project.read')).toBe(false);
  });
});
