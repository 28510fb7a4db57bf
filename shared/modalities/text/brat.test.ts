import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AnnotationSchema, type ReadingValues } from '../../domain/annotation.ts';
import { LabelSchema } from '../../domain/protocol.ts';
import { readBrat, writeBrat } from './brat.ts';
import { formatBrat, parseBrat } from './brat-lines.ts';
import { offsetsOf } from './code-points.ts';

const corpora = fileURLToPath(new URL('../../../../shared/data/text/', import.meta.url));
const hasCorpora = existsSync(corpora);
const annFiles = (folder: string): string[] =>
  readdirSync(corpora + folder)
    .filter((name) => name.endsWith('.ann'))
    .map((name) => `${corpora}${folder}/${name}`);

describe.skipIf(!hasCorpora)('real corpora (skipped where ../shared/data is not beside the project)', () => {
  const expected = hasCorpora
    ? (
        JSON.parse(readFileSync(`${corpora}expected.json`, 'utf8')) as {
          brat: Record<string, { lines_by_kind: Record<string, number>; discontinuous: number }>;
        }
      ).brat
    : {};
  const kinds = {
    entity: 'T',
    event: 'E',
    relation: 'R',
    attribute: 'A',
    normalisation: 'N',
    note: '#',
    equivalence: '*',
  } as const;

  it.each(['maccrobat_en', 'meddocan_es', 'ncbi_disease'].flatMap((folder) => (hasCorpora ? annFiles(folder) : [])))(
    '[BRAT1] %s is written back as it was, but for blanks at line ends',
    (file) => {
      const ann = readFileSync(file, 'utf8');
      const { lines, faults } = parseBrat(ann);
      expect(faults).toEqual([]);
      const trimmed = (written: string): string => written.replace(/[ \t\r]+$/gm, '').trimEnd();
      expect(trimmed(formatBrat(lines))).toBe(trimmed(ann));
      expect(parseBrat(formatBrat(lines)).lines).toEqual(lines);
      const figures = expected[`text/${file.slice(corpora.length)}`];
      const counted: Record<string, number> = {};
      for (const line of lines) counted[kinds[line.type]] = (counted[kinds[line.type]] ?? 0) + 1;
      if (figures !== undefined) expect(counted).toEqual(figures.lines_by_kind);
    },
  );
  it('[BRAT2] files with blanks for tabs are reported line by line, and nothing is guessed', () => {
    for (const file of annFiles('deidentify_nl')) {
      const ann = readFileSync(file, 'utf8');
      const { lines, faults } = parseBrat(ann);
      expect(faults.every((fault) => fault.line >= 1 && fault.why.includes('tab'))).toBe(true);
      expect(lines).toEqual([]);
      expect(faults.length).toBe(ann.split('\n').filter((line) => line.trim() !== '').length);
    }
  });
  it('[BRAT3] offsets in code points meet the text they name', () => {
    for (const file of annFiles('maccrobat_en')) {
      const text = readFileSync(file.replace(/ann$/, 'txt'), 'utf8');
      const offsets = offsetsOf(text);
      for (const line of parseBrat(readFileSync(file, 'utf8')).lines) {
        if (line.type !== 'entity') continue;
        const said = line.fragments
          .map(({ start, end }) => text.slice(offsets.toUnits(start), offsets.toUnits(end)).replace(/\s/g, ' '))
          .join(' ');
        expect(said).toBe(line.text);
      }
    }
  });
});

describe('writing and reading back', () => {
  const attributes = [
    {
      id: 'certainty',
      name: 'Certainty',
      isRequired: false,
      order: 'a',
      type: 'choice',
      options: [{ id: 'possible', name: 'Possible' }],
    },
    { id: 'site', name: 'Body site', isRequired: false, order: 'b', type: 'text' },
    {
      id: 'sides',
      name: 'Sides',
      isRequired: false,
      order: 'c',
      type: 'many',
      options: [
        { id: 'left', name: 'Left' },
        { id: 'right', name: 'Right' },
      ],
    },
  ];
  const labels = [
    LabelSchema.parse({
      id: 'l1',
      name: 'Sign or symptom',
      definition: '',
      colour: 1,
      pattern: 'solid',
      geometries: [],
      attributes,
      examples: [],
      order: 'a',
    }),
  ];
  const text = '🫁 Cough\r\nand left basal opacity, née unclear';
  const at = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
  const source = 'a'.repeat(64);
  const annotation = (
    id: string,
    order: string,
    parts: { start: number; end: number }[],
    said: Record<string, unknown> = {},
  ) =>
    AnnotationSchema.parse({
      id,
      source,
      label: 'l1',
      geometry: { kind: 'text.span', version: 1, parts },
      attributes: said,
      protocol: 0,
      order,
    });
  const values: ReadingValues = {
    annotations: [
      annotation('T1', 'a000000', [at('Cough')], { certainty: 'possible', sides: ['left', 'right'] }),
      annotation('T2', 'a000001', [at('left'), at('opacity')], { site: 'lower lobe' }),
    ],
    relations: [{ id: 'R1', type: 'near', from: 'T1' as never, to: 'T2' as never }], // ids as brat gives them
    answers: {},
  };

  it('[BRAT3] [BRAT6] emoji count as one, options stand by name, discontinuous spans keep their fragments', () => {
    expect(formatBrat(writeBrat(text, values, labels))).toBe(
      'T1\tSign_or_symptom 2 7\tCough\nT2\tSign_or_symptom 13 17;24 31\tleft opacity\nA1\tCertainty T1 Possible\nA2\tSides T1 Left\nA3\tSides T1 Right\n#1\tBody_site T2\tlower lobe\nR1\tnear Arg1:T1 Arg2:T2\n',
    );
  });
  it('[BRAT4] what was written is read back equal', () => {
    const read = readBrat(text, formatBrat(writeBrat(text, values, labels)), labels, source);
    expect(read.faults).toEqual([]);
    expect(read.values).toEqual(values);
  });
  it('[BRAT5] a span over a line break becomes fragments without it', () => {
    const over = writeBrat(
      text,
      {
        ...values,
        annotations: [annotation('T1', 'a', [{ start: at('Cough').start, end: at('and').end }])],
        relations: [],
      },
      labels,
    );
    expect(over).toEqual([
      {
        type: 'entity',
        id: 'T1',
        name: 'Sign_or_symptom',
        fragments: [
          { start: 2, end: 7 },
          { start: 9, end: 12 },
        ],
        text: 'Cough and',
      },
    ]);
  });
  it('[BRAT2] says what is not there', () => {
    expect(
      readBrat(
        text,
        'T1\tUnknown 0 1\tx\nT2\tSign_or_symptom 900 901\tx\nR1\tnear Arg1:T8 Arg2:T9\nQ1\tx\n',
        labels,
        source,
      ).faults.map((fault) => fault.why),
    ).toEqual([
      '“Q1” is no id of brat (T, E, R, A, M, N, # or *)',
      'the protocol has no label “Unknown”',
      'the offsets lie beyond the end of the text',
      'an end of the relation is not there',
    ]);
  });
});
