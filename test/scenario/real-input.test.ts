import { readdirSync, readFileSync } from 'node:fs';
import { LabelIdSchema } from '@consilium/shared/domain/ids.ts';
import { unzip } from '@consilium/shared/formats/zip.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { type BratLine, parseBrat } from '@consilium/shared/modalities/text/brat-lines.ts';
import { bratName } from '@consilium/shared/modalities/text/brat.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createProject, type File, hashOf, importFiles, type Signed, write, writeDraft } from '../harness/people-at-work.ts';
import { aLabel, anAnnotation, aProtocol } from '../harness/readings.ts';
import { signUp } from '../harness/rest-client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { noSharedData, sharedData } from '../harness/shared-data.ts';

const data = sharedData('.');
if (data === undefined) console.log(`skipped: real input, ${noSharedData}`);

const filesIn = (folder: string, pattern: RegExp): File[] =>
  readdirSync(`${data}/${folder}`).filter((name) => pattern.test(name)).map((name) => ({ name: `${folder.split('/').at(-1)}/${name}`, bytes: readFileSync(`${data}/${folder}/${name}`) }));

const Series = z.object({ folder: z.string(), spatial_order_of_files: z.array(z.string()) });
const ExpectedPixels = z.object({ decode_error: z.string().optional() }).optional();
const ExpectedDicom = z.object({ series: z.array(Series), files: z.record(z.string(), z.object({ Rows: z.number().optional(), Columns: z.number().optional(), pixels: ExpectedPixels })) });
const CocoFile = z.object({
  images: z.array(z.object({ id: z.number(), file_name: z.string(), width: z.number(), height: z.number() })),
  annotations: z.array(z.object({ image_id: z.number(), bbox: z.array(z.number()) })),
});

describe.skipIf(data === undefined)('real input', () => {
  let server: RunningServer;
  let lead: Signed;
  let project: string;
  const corpora = ['text/maccrobat_en', 'text/ncbi_disease'];
  const annFiles = data === undefined ? [] : corpora.flatMap((folder) => filesIn(folder, /\.ann$/));
  const linesOf = (type: BratLine['type'], files = annFiles) => files.flatMap(({ bytes }) => parseBrat(new TextDecoder().decode(bytes)).lines.filter((line) => line.type === type));

  beforeAll(async () => {
    server = await startServer();
    lead = await signUp(server, server.adminLink ?? '', 'Lead');
    project = await createProject(lead, { readersPerItem: 1 });
    await writeDraft(lead, project, protocolOf(linesOf('entity'), linesOf('relation')));
    await lead.call(endpoints.publishProtocol, { params: { project }, body: { why: 'Labels of the corpora' } });
  });
  afterAll(() => server.stop());

  it('[IMPORT5] every DICOM file of the collection is stored, or refused by name with the reason, as its reference says', async () => {
    const expected = ExpectedDicom.parse(JSON.parse(readFileSync(`${data}/dicom/expected.json`, 'utf8'))).files;
    const files = Object.keys(expected).filter((name) => /\/(pydicom|charset)\//.test(name)).map((name) => ({ name, bytes: readFileSync(`${data}/${name}`) }));
    const made = await importFiles(lead, await createProject(lead), files);
    expect(made.files.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
    for (const { name, state, message } of made.files) {
      const isImage = expected[name]?.pixels !== undefined && expected[name].pixels.decode_error === undefined;
      expect([name, state !== 'refused']).toEqual([name, isImage]);
      if (!isImage) expect([name, message]).toEqual([name, expect.stringMatching(/^[A-Z“].+\.$/)]);
    }
  });

  it('[IMPORT6] a real series is annotated and exported: its slices in geometric order, their size and the marks as drawn', async () => {
    const expected = ExpectedDicom.parse(JSON.parse(readFileSync(`${data}/dicom/expected.json`, 'utf8')));
    const series = expected.series.find(({ folder }) => folder === 'dicom/mr_brain_20') ?? expected.series[0]!;
    const made = await importFiles(lead, project, filesIn(series.folder, /\.dcm$/).reverse());
    const item = made.items[0]!.id;
    const { sources } = await lead.call(endpoints.item, { params: { item } });
    expect(sources.map(({ name }) => name.split('/').at(-1))).toEqual(series.spatial_order_of_files);
    await lead.call(endpoints.assign, { params: { project }, body: { items: [item], readers: [lead.me.user.id], readersNeeded: 1, blinding: 'blind' } });
    await lead.call(endpoints.openItem, { params: { item }, body: { protocolVersion: 1 } });
    const box = { kind: 'imaging.box', version: 1, slice: 2, x: 10.5, y: 20, width: 30, height: 15.25 };
    const annotation = { ...anAnnotation('finding', 'Disease', box), source: sources[2]!.sha256 };
    const doc = await write(lead, `reading/${item}/${lead.me.user.id}`, [{ type: 'add annotation', annotation }]);
    await lead.call(endpoints.submit, { params: { item }, body: { hash: hashOf(doc), protocolVersion: 1 } });
    const zip = await exported('coco');
    const coco = [...zip].filter(([name]) => name.endsWith('.json') && name.includes('readings')).map(([, bytes]) => CocoFile.parse(JSON.parse(new TextDecoder().decode(bytes)))).find((file) => file.annotations.length > 0);
    const image = coco?.images.find(({ id }) => id === coco.annotations[0]?.image_id);
    const header = expected.files[`${series.folder}/${series.spatial_order_of_files[2]}`];
    expect(coco?.annotations.map(({ bbox }) => bbox)).toEqual([[10.5, 20, 30, 15.25]]);
    expect(coco?.images.length).toBe(series.spatial_order_of_files.length);
    expect([image?.width, image?.height]).toEqual([header?.Columns, header?.Rows]);
  });

  it('[IMPORT7] brat corpora come in as submitted readings under the name of their folder, and go out with the same passages and relations', async () => {
    const notes = corpora.flatMap((folder) => filesIn(folder, /\.(txt|ann)$/));
    const made = await importFiles(lead, project, notes);
    const rows = made.files.filter(({ name }) => name.endsWith('.ann'));
    expect(rows.map(({ name, state }) => [name, state])).toEqual(annFiles.map(({ name }) => [name, 'stored']));
    const zip = await exported('brat');
    for (const { name, bytes } of annFiles) {
      const [folder, file] = name.split('/') as [string, string];
      const out = [...zip].find(([path]) => path.includes(`readings/${folder}`) && path.includes(file.replace('.ann', '')) && path.endsWith('.ann'));
      expect(passagesOf(out?.[1] ?? new Uint8Array())).toEqual(passagesOf(bytes));
      expect(linksOf(out?.[1] ?? new Uint8Array())).toEqual(linksOf(bytes));
    }
  });

  it('[IMPORT8] two folders over the same notes are two readers, compared at once; sending again makes nothing twice', async () => {
    const [first] = filesIn(corpora[1]!, /\.txt$/);
    const ann = filesIn(corpora[1]!, /\.ann$/).find(({ name }) => name.replace('.ann', '.txt') === first?.name)!;
    const own = await createProject(lead, { readersPerItem: 2 });
    await writeDraft(lead, own, protocolOf(linesOf('entity', [ann]), []));
    await lead.call(endpoints.publishProtocol, { params: { project: own }, body: { why: 'One label' } });
    const files = ['ann', 'boris'].flatMap((reader) => [{ name: `${reader}/note.txt`, bytes: first!.bytes }, { name: `${reader}/note.ann`, bytes: ann.bytes }]);
    const made = await importFiles(lead, own, files);
    expect(made.files.map(({ name, state }) => [name, state])).toEqual([['ann/note.txt', 'stored'], ['ann/note.ann', 'stored'], ['boris/note.txt', 'duplicate'], ['boris/note.ann', 'stored']]);
    const again = await importFiles(lead, own, files.slice(1));
    expect(again.files.find(({ name }) => name === 'ann/note.ann')).toMatchObject({ state: 'refused', message: '“ann” has read this note already.' });
    const { items } = await lead.call(endpoints.work, { params: { project: own } });
    expect(items.map(({ phase, readers }) => [phase, readers.map(({ name, state }) => [name, state])])).toEqual([['compared', [['ann', 'submitted'], ['boris', 'submitted']]]]);
  });

  it('[IMPORT9] annotations without a note, without a protocol or of unknown labels are refused with the reason; an empty file is a reading that marked nothing', async () => {
    const own = await createProject(lead);
    const files = [{ name: 'a/note.txt', bytes: Buffer.from('No effusion.') }, { name: 'a/note.ann', bytes: Buffer.from('T1\tFinding 3 11\teffusion\n') }, { name: 'a/other.ann', bytes: Buffer.from('') }];
    const empty = [{ name: 'b/second.txt', bytes: Buffer.from('No mass.') }, { name: 'b/second.ann', bytes: new Uint8Array() }];
    const told = async () => (await importFiles(lead, own, files)).files.filter(({ name }) => name.endsWith('.ann')).map(({ state, message }) => [state, message.slice(0, 60)]);
    expect(await told()).toEqual([['refused', 'A reading is made under a protocol: publish one first, then '], ['refused', 'A reading is made under a protocol: publish one first, then ']]);
    await writeDraft(lead, own, aProtocol({ labels: [aLabel('mass', 'Mass')] }));
    await lead.call(endpoints.publishProtocol, { params: { project: own }, body: { why: '' } });
    expect(await told()).toEqual([['refused', 'Nothing of it can be read: line 1: the protocol has no label'], ['refused', 'There is no note “a/other.txt” beside it, nor one of that na']]);
    expect((await importFiles(lead, own, empty)).files[1]).toMatchObject({ state: 'stored', message: '0 marks by “b”.' });
  });

  async function exported(format: 'coco' | 'brat'): Promise<Map<string, Uint8Array>> {
    const zip = await lead.call(endpoints.exportProject, { params: { project }, query: { format } });
    return new Map(expectOk(unzip(zip as Uint8Array, 2 ** 30), 'zip'));
  }
});

/** A protocol with the labels and relations that brat lines name. */
function protocolOf(entities: readonly BratLine[], relations: readonly BratLine[]) {
  const names = (lines: readonly BratLine[]): string[] => [...new Set(['Disease', ...lines.flatMap((line) => ('name' in line ? [line.name] : []))])].sort();
  return aProtocol({
    labels: names(entities).map((name) => aLabel(LabelIdSchema.parse(name), name)),
    relations: names(relations).map((name) => ({ id: `r-${name}`, name, definition: '', from: [], to: [], order: name })),
  });
}

const parsed = (bytes: Uint8Array) => parseBrat(new TextDecoder().decode(bytes)).lines;
/** What is marked where, without the ids: brat's order of lines carries no meaning. */
const passagesOf = (bytes: Uint8Array) => parsed(bytes).flatMap((line) => (line.type === 'entity' ? [JSON.stringify([bratName(line.name), line.fragments, line.text])] : [])).sort();

function linksOf(bytes: Uint8Array): string[] {
  const lines = parsed(bytes);
  const place = new Map<string, string>(lines.flatMap((line) => (line.type === 'entity' ? [[line.id, `${line.name}@${JSON.stringify(line.fragments)}`]] : [])));
  for (const line of lines) if (line.type === 'event') place.set(line.id, place.get(line.roles[0]?.target ?? '') ?? '');
  return lines.flatMap((line) => (line.type === 'relation' ? [`${line.name} ${line.roles.map(({ target }) => place.get(target)).join(' ')}`] : [])).sort();
}
