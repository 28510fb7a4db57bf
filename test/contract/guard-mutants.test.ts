import { expect, it } from 'vitest';
import { runMutants } from '../simulation/mutants.ts';

it('[GUARD1-10] 50,000 mutants: none throws past the guard, corrupts a document, leaves anything pending or changes what is another’s', () => {
  const { guardThrew, applyThrew, corrupt, pending, foreignChanges, examples, admitted, mutants } = runMutants(
    50_000,
    20261125,
  );
  expect({ guardThrew, applyThrew, corrupt, pending, foreignChanges, examples }).toEqual({
    guardThrew: 0,
    applyThrew: 0,
    corrupt: 0,
    pending: 0,
    foreignChanges: 0,
    examples: [],
  });
  expect(mutants).toBe(50_000);
  expect(admitted).toBeGreaterThan(1000); // the mutants do get somewhere
}, 180_000);
