/** One line of brat standoff. Offsets count Unicode code points, half-open. @see https://brat.nlplab.org/standoff.html */
export type BratLine =
  | {
      readonly type: 'entity';
      readonly id: string;
      readonly name: string;
      readonly fragments: readonly BratFragment[];
      readonly text: string;
    }
  | { readonly type: 'event'; readonly id: string; readonly roles: readonly BratRole[] }
  | { readonly type: 'relation'; readonly id: string; readonly name: string; readonly roles: readonly BratRole[] }
  | { readonly type: 'equivalence'; readonly name: string; readonly targets: readonly string[] }
  | {
      readonly type: 'attribute';
      readonly id: string;
      readonly name: string;
      readonly target: string;
      readonly value?: string;
    }
  | {
      readonly type: 'normalisation';
      readonly id: string;
      readonly name: string;
      readonly target: string;
      readonly reference: string;
      readonly text: string;
    }
  | {
      readonly type: 'note';
      readonly id: string;
      readonly name: string;
      readonly target: string;
      readonly text: string;
    };

export interface BratFragment {
  readonly start: number;
  readonly end: number;
}

export interface BratRole {
  readonly role: string;
  readonly target: string;
}

/** What cannot be read: where (1-based line) and why. */
export interface BratFault {
  readonly line: number;
  readonly why: string;
}

/** Reads an .ann file line by line; a line that is not brat is a fault with its number, and the rest is read all the same. */
export function parseBrat(ann: string): { readonly lines: readonly BratLine[]; readonly faults: readonly BratFault[] } {
  const lines: BratLine[] = [];
  const faults: BratFault[] = [];
  ann.split('\n').forEach((raw, at) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line === '') return;
    const read = parseLine(line);
    if (typeof read === 'string') faults.push({ line: at + 1, why: read });
    else lines.push(read);
  });
  return { lines, faults };
}

function parseLine(line: string): BratLine | string {
  const tab = line.indexOf('\t');
  if (tab < 0) return 'no tab after the id: brat separates its columns by tabs';
  const [id, rest] = [line.slice(0, tab), line.slice(tab + 1)];
  const next = rest.indexOf('\t');
  const [middle, last] = next < 0 ? [rest, undefined] : [rest.slice(0, next), rest.slice(next + 1)];
  const words = middle.split(' ');
  switch (id[0]) {
    case 'T':
      return parseEntity(id, words, middle, last);
    case 'E':
      return rolesOf(words, (roles) => ({ type: 'event', id, roles }));
    case 'R':
      return rolesOf(words.slice(1), (roles) => ({ type: 'relation', id, name: words[0]!, roles }));
    case '*':
      return { type: 'equivalence', name: words[0]!, targets: words.slice(1) };
    case 'A':
    case 'M':
      if (words.length < 2) return 'an attribute names what it is of';
      return {
        type: 'attribute',
        id,
        name: words[0]!,
        target: words[1]!,
        ...(words.length > 2 ? { value: words.slice(2).join(' ') } : {}),
      };
    case 'N':
      if (words.length !== 3) return 'a normalisation names its target and a reference';
      return { type: 'normalisation', id, name: words[0]!, target: words[1]!, reference: words[2]!, text: last ?? '' };
    case '#':
      return { type: 'note', id, name: words[0]!, target: words.slice(1).join(' '), text: last ?? '' };
    default:
      return `“${id.slice(0, 20)}” is no id of brat (T, E, R, A, M, N, # or *)`;
  }
}

function parseEntity(
  id: string,
  words: readonly string[],
  middle: string,
  text: string | undefined,
): BratLine | string {
  if (text === undefined) return 'an entity ends with a tab and its text';
  const spans = middle
    .slice(words[0]!.length + 1)
    .split(';')
    .map((span) => /^(\d+) (\d+)$/.exec(span));
  if (spans.some((span) => span === null)) return 'the offsets are not “start end”, fragments separated by “;”';
  const fragments = spans.map((span) => ({ start: Number(span![1]), end: Number(span![2]) }));
  return fragments.some(({ start, end }) => start >= end)
    ? 'a fragment ends before it begins'
    : { type: 'entity', id, name: words[0]!, fragments, text };
}

function rolesOf(words: readonly string[], make: (roles: BratRole[]) => BratLine): BratLine | string {
  const filled = words.filter((word) => word !== '');
  if (filled.some((word) => !word.includes(':'))) return 'the arguments are not “role:id”';
  return make(
    filled.map((word) => ({ role: word.slice(0, word.indexOf(':')), target: word.slice(word.indexOf(':') + 1) })),
  );
}

/** Writes the lines as brat does: a newline after each. */
export const formatBrat = (lines: readonly BratLine[]): string => lines.map((line) => `${formatLine(line)}\n`).join('');

function formatLine(line: BratLine): string {
  const roles = (all: readonly BratRole[]): string => all.map(({ role, target }) => `${role}:${target}`).join(' ');
  switch (line.type) {
    case 'entity':
      return `${line.id}\t${line.name} ${line.fragments.map(({ start, end }) => `${start} ${end}`).join(';')}\t${line.text}`;
    case 'event':
      return `${line.id}\t${roles(line.roles)}`;
    case 'relation':
      return `${line.id}\t${line.name} ${roles(line.roles)}`;
    case 'equivalence':
      return `*\t${[line.name, ...line.targets].join(' ')}`;
    case 'attribute':
      return `${line.id}\t${[line.name, line.target, ...(line.value === undefined ? [] : [line.value])].join(' ')}`;
    case 'normalisation':
      return `${line.id}\t${line.name} ${line.target} ${line.reference}\t${line.text}`;
    case 'note':
      return `${line.id}\t${line.name}${line.target === '' ? '' : ` ${line.target}`}\t${line.text}`;
  }
}
