import type { Label } from '@consilium/shared/domain/protocol.ts';
import type { ZipEntry } from '@consilium/shared/formats/zip.ts';
import { formatBrat } from '@consilium/shared/modalities/text/brat-lines.ts';
import { bratName, bratOption, writeBrat } from '@consilium/shared/modalities/text/brat.ts';
import { namesOf, protocolOf } from './compared-item.ts';
import { fileName } from './export-coco.ts';
import { textEntry } from './export-entry.ts';
import { exportedItems, sourceBytes } from './exported-items.ts';
import type { Services, SignedIn } from './services.ts';

/** Folders as brat wants them: `consensus/` and `readings/<reader>/`, each note as `.txt` (its bytes unchanged) beside its `.ann`, empty where nothing was marked. */
export async function* bratEntries(services: Services, project: string, person: SignedIn): AsyncGenerator<ZipEntry> {
  const protocol = await protocolOf(services, project);
  const labels = protocol?.content.labels ?? [];
  const relations = protocol?.content.relations ?? [];
  const relationName = (type: string): string => bratName(relations.find((one) => one.id === type)?.name ?? type);
  for await (const item of exportedItems(services, project, person.id)) {
    const source = item.sources[0];
    if (item.modality.id !== 'text' || source === undefined) continue;
    const bytes = await sourceBytes(services, source.sha256);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const names = await namesOf(services, item.readings.map((reading) => reading.reader));
    const folders = [
      ...(item.consensus === undefined ? [] : [{ folder: 'consensus', values: item.consensus }]),
      ...item.readings.map((reading) => ({ folder: `readings/${fileName(names[reading.reader] ?? reading.reader)}-${reading.reader}`, values: reading.values })),
    ];
    for (const { folder, values } of folders) {
      const named = { ...values, relations: values.relations.map((relation) => ({ ...relation, type: relationName(relation.type) })) };
      const path = `${folder}/${fileName(item.name.replace(/\.txt$/i, ''))}-${item.id.slice(-8)}`;
      yield { path: `${path}.txt`, bytes };
      yield textEntry(`${path}.ann`, formatBrat(writeBrat(text, named, labels)));
    }
  }
  yield textEntry('annotation.conf', annotationConf(labels, relations.map((relation) => bratName(relation.name))));
}

/** What brat needs to show the folders. */
const annotationConf = (labels: readonly Label[], relations: readonly string[]): string =>
  ['[entities]', ...labels.map((label) => bratName(label.name)), '', '[relations]', ...relations.map((name) => `${name} Arg1:<ENTITY>, Arg2:<ENTITY>`), '', '[events]', '', '[attributes]', ...attributesOf(labels), ''].join('\n');

/** Each attribute once, with the values it may have; numbers are not listed, brat knows no range. */
function attributesOf(labels: readonly Label[]): readonly string[] {
  const values = new Map<string, Set<string>>();
  for (const attribute of labels.flatMap((label) => label.attributes)) {
    if (attribute.type !== 'choice' && attribute.type !== 'many') continue;
    const name = bratName(attribute.name);
    values.set(name, new Set([...(values.get(name) ?? []), ...attribute.options.map(({ id }) => bratOption(id, attribute))]));
  }
  return [...values].map(([name, options]) => `${name} Arg:<ENTITY>, Value:${[...options].join('|')}`);
}
