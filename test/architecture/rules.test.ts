import { expect, it } from 'vitest';
import { namedRules, rules } from './rules.ts';

const all = rules();
const named = namedRules();

it('[RULE1] every numbered rule is named by a test, or its line says why there is none', () => {
  const untold = all.filter(({ id, line }) => !named.has(id) && !line.includes('(no test: '));
  expect(untold.map(({ id, spec }) => `${spec}: ${id}`)).toEqual([]);
  expect(all.length).toBeGreaterThan(300);
});

it('[RULE1] no line excuses a rule that has its test', () => {
  expect(all.filter(({ id, line }) => named.has(id) && line.includes('(no test: ')).map(({ id }) => id)).toEqual([]);
});

it('[RULE2] every rule that a test names stands in a SPEC.md', () => {
  const known = new Set(all.map(({ id }) => id));
  expect([...named].filter(([id]) => !known.has(id)).map(([id, files]) => `${id}: ${[...files].join(', ')}`)).toEqual([]);
});

it('[RULE2] no id stands for two rules', () => {
  const count = Map.groupBy(all, ({ id }) => id);
  expect([...count].filter(([, same]) => same.length > 1).map(([id, same]) => `${id}: ${same.map(({ spec }) => spec).join(', ')}`)).toEqual([]);
});
