import type { WorkRow } from '@consilium/shared/wire/rest/items.ts';
import type { Project } from '@consilium/shared/wire/rest/projects.ts';
import { isUnderstaffed } from '../work-rows/work-rows.ts';

/** One thing that keeps the project from going on, and the screen where it is done. */
export interface HoldUp {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly action: string;
  readonly to: 'protocol' | 'data' | 'work' | 'sessions' | 'people';
}

/** What a lead should do next, most basic first; nothing where all goes well. */
export function holdUps(project: Project, work: readonly WorkRow[], readers: number): HoldUp[] {
  const found: HoldUp[] = [];
  const understaffed = work.filter(isUnderstaffed).length;
  const waiting = work.filter((row) => row.phase === 'compared').length;
  if (project.protocolVersion === null)
    found.push({
      id: 'protocol',
      title: 'No protocol is published',
      words: 'Nobody can read before the labels are published.',
      action: 'Write the protocol',
      to: 'protocol',
    });
  if (work.length === 0)
    found.push({
      id: 'data',
      title: 'No cases yet',
      words: 'Drop images and notes to begin.',
      action: 'Import',
      to: 'data',
    });
  if (readers < project.plan.readersPerItem)
    found.push({
      id: 'people',
      title: `${readers} of ${project.plan.readersPerItem} readers`,
      words: 'Each case wants more readers than there are.',
      action: 'Invite',
      to: 'people',
    });
  if (understaffed > 0 && project.plan.queue === 'assigned')
    found.push({
      id: 'assign',
      title: `${understaffed} ${understaffed === 1 ? 'case wants' : 'cases want'} readers`,
      words: 'They are in nobody’s queue yet.',
      action: 'Assign',
      to: 'work',
    });
  if (waiting > 0)
    found.push({
      id: 'session',
      title: `${waiting} ${waiting === 1 ? 'case waits' : 'cases wait'} for consensus`,
      words: 'All readings are in. A session settles them.',
      action: 'Open a session',
      to: 'sessions',
    });
  return found;
}

/** Widths of the bar in percent, in order of work, parts without items left out. */
export function pipeline(
  work: readonly Pick<WorkRow, 'phase'>[],
): { phase: WorkRow['phase']; count: number; percent: number }[] {
  const phases: WorkRow['phase'][] = ['reading', 'compared', 'revealed', 'signed'];
  return phases
    .map((phase) => ({ phase, count: work.filter((row) => row.phase === phase).length }))
    .filter(({ count }) => count > 0)
    .map((part) => ({ ...part, percent: (100 * part.count) / work.length }));
}
