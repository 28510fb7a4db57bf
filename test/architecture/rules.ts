import { readText, trackedFiles } from './source-files.ts';

export interface Rule {
  readonly id: string;
  readonly spec: string;
  readonly line: string;
}

const ruleId = /[A-Z]{2,}\d+[a-z]?/;
/** `- RULE1 …`, `1. \`RULE1\` …`, `**RULE1**` anywhere in a line. */
const atLineStart = new RegExp(`^\\s*(?:- |\\d+\\. )?(?:\\*\\*|\`)?(${ruleId.source})\\b`);
const inBold = new RegExp(`\\*\\*(${ruleId.source})\\*\\*`, 'g');

/** Every numbered rule of every SPEC.md. */
export function rules(): readonly Rule[] {
  const specs = trackedFiles().filter((path) => path.endsWith('SPEC.md'));
  return specs.flatMap((spec) => readText(spec).split('\n').flatMap((line) => idsIn(line).map((id) => ({ id, spec, line }))));
}

function idsIn(line: string): string[] {
  const first = atLineStart.exec(line)?.[1];
  return [...new Set([...(first === undefined ? [] : [first]), ...[...line.matchAll(inBold)].flatMap(([, id]) => id ?? [])])];
}

/** Rules named in the titles of tests (`[RULE1]`, `[RULE1] [RULE2]`, `[RULE1-9]`), with the files that name them. */
export function namedRules(): ReadonlyMap<string, ReadonlySet<string>> {
  const named = new Map<string, Set<string>>();
  const tests = trackedFiles().filter((path) => /\.test\.tsx?$/.test(path) || /^test\/.*\.ts$/.test(path));
  for (const path of tests.filter((one) => one !== 'test/architecture/rules.ts')) {
    for (const [, id = '', last] of readText(path).matchAll(/\[([A-Z]{2,}\d+[a-z]?)(?:-(\d+))?\]/g)) {
      for (const each of last === undefined ? [id] : range(id, Number(last))) named.set(each, (named.get(each) ?? new Set()).add(path));
    }
  }
  return named;
}

function range(first: string, last: number): string[] {
  const [, word, from] = /^([A-Z]+)(\d+)$/.exec(first) ?? [];
  return Array.from({ length: last - Number(from) + 1 }, (_, i) => `${word}${Number(from) + i}`);
}
