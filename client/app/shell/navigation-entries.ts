import type { Action } from '@consilium/shared/permissions/action.ts';

export interface NavigationEntry {
  readonly id: string;
  readonly title: string;
  /** who may do this sees the entry */
  readonly action: Action;
  /** stands at the foot */
  readonly isLow?: boolean;
}

export const navigationEntries: readonly NavigationEntry[] = [
  { id: 'overview', title: 'Overview', action: 'project.read' },
  { id: 'queue', title: 'Queue', action: 'work.take' },
  { id: 'protocol', title: 'Protocol', action: 'project.read' },
  { id: 'data', title: 'Data', action: 'data.import' },
  { id: 'work', title: 'Work', action: 'comparison.read' },
  { id: 'sessions', title: 'Sessions', action: 'session.join' },
  { id: 'agreement', title: 'Agreement', action: 'comparison.read' },
  { id: 'export', title: 'Export', action: 'export.run' },
  { id: 'people', title: 'People and roles', action: 'people.read', isLow: true },
  { id: 'audit', title: 'Audit record', action: 'audit.read', isLow: true },
  { id: 'settings', title: 'Settings', action: 'project.edit', isLow: true },
];
