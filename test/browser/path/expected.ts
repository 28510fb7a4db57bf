import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { note } from './files.ts';
import { fileOf } from './takings.ts';

type Files = ReadonlyMap<string, string>;

/** What `writeProtocol` publishes. */
export const firstProtocol = {
  labels: [
{
  name: 'Nodule', hotkey: '1',
  attributes: [
    { name: 'Certainty', type: 'choice', isRequired: true, options: [{ name: 'Possible' }, { name: 'Definite' }] },
    { name: 'Reason for doubt', type: 'text', when: { isOneOf: [expect.any(String)] } },
    { name: 'Largest diameter', type: 'number', min: 1, max: 100, unit: 'mm' },
    { name: 'Margin', type: 'many', options: [{ name: 'Smooth' }, { name: 'Spiculated' }, { name: 'Lobulated' }] },
  ],
  examples: [{ verdict: 'right', shown: { type: 'picture' } }, { verdict: 'wrong', shown: { type: 'passage', text: 'Dense base without a border.' } }],
},
{ name: 'Opacity', hotkey: '2' },
{ name: 'Ground glass', parent: expect.any(String) },
  ],
  itemAttributes: [{ name: 'Urgent', isRequired: true }],
  rules: [{ when: 'A nodule lies within an opacity' }],
  relations: [{ name: 'Explains' }],
  guideline: { content: [{ type: 'heading' }, { type: 'paragraph', content: [{ text: 'Read alone. ' }, { marks: [{ type: 'bold' }] }] }, { type: 'paragraph' }] },
};

interface Coco {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
  readonly annotations: readonly { readonly image_id: number; readonly category_id: number; readonly segmentation: readonly (readonly number[])[]; readonly bbox: readonly number[]; readonly attributes: unknown }[];
}

/** Images with and without findings, the box and the polygon of the first reader, the union that the panel settled on. */
export function expectCoco(files: Files): void {
  const [consensus, first, second] = [/^consensus/, /Reader_A/, /Reader_B/].map((path) => JSON.parse(fileOf(files, path)) as Coco) as [Coco, Coco, Coco];
  for (const reader of [first, second]) expect(reader.images.map(({ file_name }) => file_name)).toEqual([...[10, 11, 12, 13, 14].map((n) => `slice-${n}.dcm`), 'upright film.dcm']);
  const inWords = ({ categories, annotations }: Coco) => annotations.map(({ category_id, segmentation, attributes }) => [categories.find(({ id }) => id === category_id)?.name, segmentation[0]!.length / 2, attributes]); // each has an outline
  expect(inWords(first)).toEqual([
    ['Nodule', 4, { Certainty: 'Possible', 'Reason for doubt': 'a vessel, perhaps', 'Largest diameter': 18, Margin: ['Smooth', 'Lobulated'] }],
    ['Opacity', 4, {}],
  ]);
  expect(inWords(second)).toEqual([['Nodule', 4, { Certainty: 'Definite', 'Largest diameter': 21 }]]);
  expect(inWords(consensus)).toEqual([['Nodule', 8, {}], ['Opacity', 4, {}]]);
  expect(consensus.annotations[1]!.segmentation).toEqual(first.annotations[1]!.segmentation);
  const [x, y, width, height] = consensus.annotations[0]!.bbox as [number, number, number, number];
  const corners = [...first.annotations.slice(0, 1), ...second.annotations].map(({ bbox }) => bbox as [number, number, number, number]);
  expect([x, y]).toEqual([Math.min(...corners.map(([left]) => left)), Math.min(...corners.map(([, top]) => top))]);
  expect(x + width).toBeCloseTo(Math.max(...corners.map(([left, , wide]) => left + wide)), 6);
  expect(y + height).toBeCloseTo(Math.max(...corners.map(([, top, , high]) => top + high)), 6);
}

/** The note as it came, spans in code points, the link, the answer by name. */
export function expectBrat(files: Files): void {
  expect(fileOf(files, /^consensus.*\.txt$/)).toBe(note);
  expect(fileOf(files, /^consensus.*\.ann$/)).toBe('T1\tOpacity 90 97\tCough 😷\n');
  expect(fileOf(files, /Reader_A.*\.ann$/)).toBe('T1\tNodule 35 50\tnodule of 18 mm\nT2\tOpacity 90 97\tCough 😷\nA1\tCertainty T1 Definite\nR1\tExplains Arg1:T2 Arg2:T1\n');
  expect(fileOf(files, /Reader_B.*\.ann$/)).toBe('T1\tOpacity 35 50\tnodule of 18 mm\nT2\tOpacity 90 97\tCough 😷\nR1\tExplains Arg1:T2 Arg2:T1\n');
  expect(fileOf(files, /annotation\.conf$/)).toContain('Certainty Arg:<ENTITY>, Value:Possible|Definite\n');
}

/** Every case with its readings, also those that say there is nothing. */
export function expectJsonLines(files: Files): void {
  const lines = fileOf(files, /^items/).trimEnd().split('\n').map((line) => JSON.parse(line) as { name: string; readings: { protocolVersion: number; annotations: unknown[] }[]; consensus: { isSigned: boolean; annotations: unknown[] } | null });
  expect(lines.map(({ name, readings, consensus }) => [name, readings.map(({ protocolVersion, annotations }) => [protocolVersion, annotations.length]).sort(), consensus && [consensus.isSigned, consensus.annotations.length]])).toEqual(
    expect.arrayContaining([
      ['Demonstration CT of a phantom', [[1, 1], [1, 2]], [true, 2]],
      ['report', [[1, 3], [1, 3]], [false, 2]],
      ['upright film', [[1, 0], [1, 0]], null],
    ]),
  );
  expect(lines).toHaveLength(3);
  expect(JSON.parse(fileOf(files, /^protocols/))).toMatchObject({ version: 1, content: { labels: [{ name: 'Nodule' }, { name: 'Opacity' }, { name: 'Ground glass' }] } });
}

/** What a bundle says of its cases, its sessions and its protocol: everything but who exported it and when. */
export function valuesIn(files: Files): unknown {
  const project = JSON.parse(fileOf(files, /^project\.json$/)) as { protocol: unknown; name: unknown; objective: unknown; plan: unknown };
  const rest = [...files].filter(([path]) => /^(items|sessions|sources)\//.test(path)).map(([path, text]): [string, unknown] => [path, path.endsWith('.json') ? JSON.parse(text) : text.length]);
  return { name: project.name, objective: project.objective, plan: project.plan, protocol: project.protocol, files: Object.fromEntries(rest) };
}

const commandLine = fileURLToPath(new URL('../../../server/cli/consilium.mjs', import.meta.url));

/** The command line exports the trail and finds it whole, and not with one word changed. */
export async function expectTrail(dataDirectory: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'consilium-trail-'));
  const run = (...args: string[]) => {
    const { status, stdout } = spawnSync(process.execPath, [commandLine, 'audit', ...args], { encoding: 'utf8' });
    return { status, said: JSON.parse(stdout) as { ok: boolean; lines: number } };
  };
  const trail = join(folder, 'trail.json');
  const exported = run('export', trail, '--data-dir', dataDirectory);
  expect(exported).toMatchObject({ status: 0, said: { ok: true } });
  expect(run('verify', trail)).toMatchObject({ status: 0, said: { ok: true, lines: exported.said.lines } });
  await writeFile(trail, (await readFile(trail, 'utf8')).replace('project.exported', 'project.withheld'));
  expect(run('verify', trail)).toMatchObject({ status: 1, said: { ok: false } });
  await rm(folder, { recursive: true });
}

/** So many figures over all cases, each written with its interval and n. */
export async function expectFigures(page: Page, count: number, written: RegExp): Promise<void> {
  const table = page.getByRole('table', { name: 'All cases' });
  await table.getByText('Krippendorff’s α').waitFor();
  const figures = (await table.getByRole('row').allInnerTexts()).slice(1);
  expect(figures).toHaveLength(count);
  for (const figure of figures) expect(figure).toMatch(written);
}

/** A signed case: who signed and how is seen, and nothing is offered that would change it. */
export async function expectFrozen(page: Page, signature: string): Promise<void> {
  await page.getByText('Signed and frozen').waitFor();
  await page.getByTestId('signer').filter({ hasText: signature }).waitFor();
  expect(await page.getByRole('button', { name: /^(Open (another )?round|Answer together|I see it otherwise|Sign this case)/ }).count()).toBe(0);
  await expect.poll(() => page.getByRole('textbox', { name: 'Rationale' }).getAttribute('contenteditable'), { timeout: 15_000 }).toBe('false'); // the editor hears of it after the panel
}
