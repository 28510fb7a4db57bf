import type { ZipEntry } from '@consilium/shared/formats/zip.ts';
import type { ReadingValues } from '@consilium/shared/domain/annotation.ts';
import { writeCoco } from '@consilium/shared/modalities/imaging/coco.ts';
import { ImagingMetaSchema } from '@consilium/shared/modalities/imaging/meta.ts';
import { namesOf, protocolOf } from './compared-item.ts';
import { type ExportedItem, exportedItems } from './exported-items.ts';
import { jsonEntry } from './export-entry.ts';
import type { Services, SignedIn } from './services.ts';

/** `consensus.json` over the revealed items, and one file for each reader over all items they have submitted; images without marks are there. */
export async function* cocoEntries(services: Services, project: string, person: SignedIn): AsyncGenerator<ZipEntry> {
  const items: ExportedItem[] = [];
  for await (const item of exportedItems(services, project, person.id)) if (item.modality.id === 'imaging') items.push(item);
  const labels = (await protocolOf(services, project))?.content.labels ?? [];
  const info = { description: 'Exported from Consilium', version: '1.0', date_created: services.clock() };
  const fileOf = (valuesOfItem: (item: ExportedItem) => ReadingValues | undefined) => {
    const there = items.flatMap((item) => {
      const values = valuesOfItem(item);
      return values === undefined ? [] : [{ id: item.id, name: item.name, meta: ImagingMetaSchema.parse(item.meta), fileNames: Object.fromEntries(item.sources.map((source) => [source.sha256, source.name])), values }];
    });
    return writeCoco(there, labels, info);
  };
  yield jsonEntry('consensus.json', fileOf((item) => item.consensus));
  const readers = [...new Set(items.flatMap((item) => item.readings.map((reading) => reading.reader)))].sort();
  const names = await namesOf(services, readers);
  for (const reader of readers) yield jsonEntry(`readings/${fileName(names[reader] ?? reader)}-${reader}.json`, fileOf((item) => item.readings.find((one) => one.reader === reader)?.values));
}

/** Any name as part of a file's name. */
export const fileName = (name: string): string => name.normalize('NFKC').replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '_').slice(0, 80) || '_';
