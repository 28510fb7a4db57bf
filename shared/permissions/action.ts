import type { Role } from '../domain/people.ts';
import type { Actor } from './actor.ts';

/** What a person may ask of a project over REST or on a screen; documents have `documentGrant`. */
export type Action =
  | 'project.read'
  | 'project.edit'
  | 'people.read'
  | 'people.invite'
  | 'protocol.edit'
  | 'protocol.publish'
  | 'data.import'
  | 'work.assign'
  | 'work.take'
  | 'item.reveal'
  | 'item.erase'
  | 'comparison.read'
  | 'session.open'
  | 'session.join'
  | 'consensus.sign'
  | 'export.run'
  | 'audit.read'
  | 'progress.read';

const everyMember: readonly Role[] = ['lead', 'annotator', 'adjudicator', 'trainer', 'observer'];
const rolesByAction: Readonly<Record<Action, readonly Role[]>> = {
  'project.read': everyMember,
  'project.edit': ['lead'],
  'people.read': ['lead', 'adjudicator'],
  'people.invite': ['lead'],
  'protocol.edit': ['lead'],
  'protocol.publish': ['lead'],
  'data.import': ['lead'],
  'work.assign': ['lead'],
  'work.take': ['lead', 'annotator', 'adjudicator'],
  'item.reveal': ['lead'],
  'item.erase': ['lead'],
  'comparison.read': ['lead', 'adjudicator'],
  'session.open': ['lead', 'adjudicator'],
  'session.join': everyMember,
  'consensus.sign': ['lead', 'annotator', 'adjudicator'],
  'export.run': ['lead'],
  'audit.read': ['lead'],
  'progress.read': ['lead', 'adjudicator'],
};

/** May this person do this in their project now? Administrators may do all that a lead may. */
export function may(actor: Actor, action: Action): boolean {
  const roles = rolesByAction[action];
  if (actor.isAdministrator && roles.includes('lead')) return true;
  return actor.role !== undefined && roles.includes(actor.role);
}
