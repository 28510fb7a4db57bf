import type { WorkRow } from '@consilium/shared/wire/rest/items.ts';
import { defaultPlan, type Project } from '@consilium/shared/wire/rest/projects.ts';
import { describe, expect, it } from 'vitest';
import { holdUps, pipeline } from './holds-up.ts';

const project: Project = {
  id: 'p',
  name: 'p',
  objective: { question: '', detail: '' },
  modalities: [],
  plan: defaultPlan,
  createdAt: '',
  role: 'lead',
  protocolVersion: 1,
  progress: null,
};
const row = (phase: WorkRow['phase'], readers = 2): WorkRow => ({
  id: phase,
  name: phase,
  modality: 'text',
  phase,
  blinding: 'blind',
  readersNeeded: 2,
  areOthersHidden: false,
  disagreements: null,
  createdAt: '',
  readers: Array.from({ length: readers }, (_, n) => ({
    id: String(n),
    name: '',
    state: 'assigned' as const,
    submittedAt: null,
  })),
});

describe('the overview', () => {
  it('[OVERVIEW1] names what holds a new project up, most basic first', () => {
    expect(holdUps({ ...project, protocolVersion: null }, [], 0).map((one) => one.id)).toEqual([
      'protocol',
      'data',
      'people',
    ]);
  });

  it('[OVERVIEW2] asks for readers and for a session, and is silent when all goes well', () => {
    expect(holdUps(project, [row('reading', 1), row('compared')], 3).map((one) => one.id)).toEqual([
      'assign',
      'session',
    ]);
    expect(holdUps(project, [row('reading'), row('signed')], 3)).toEqual([]);
  });

  it('[OVERVIEW3] the bar adds up and leaves empty parts out', () => {
    expect(pipeline([row('reading'), row('signed'), row('signed'), row('signed')])).toEqual([
      { phase: 'reading', count: 1, percent: 25 },
      { phase: 'signed', count: 3, percent: 75 },
    ]);
    expect(pipeline([])).toEqual([]);
  });
});
