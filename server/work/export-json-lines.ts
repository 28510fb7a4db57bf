import type { ZipEntry } from '@consilium/shared/formats/zip.ts';
import { hashOfValues, namesOf } from './compared-item.ts';
import { textEntry } from './export-entry.ts';
import { exportedItems } from './exported-items.ts';
import type { Services, SignedIn } from './services.ts';

/**
 * `items.jsonl`: one item a line with the hashes of its sources, its readings under their protocol versions, and its consensus.
 * `protocols.jsonl`: one published version a line, which gives labels, questions and answers their names.
 */
export async function* jsonLinesEntries(services: Services, project: string, person: SignedIn): AsyncGenerator<ZipEntry> {
  const lines: string[] = [];
  for await (const item of exportedItems(services, project, person.id)) {
    const names = await namesOf(services, item.readings.map((reading) => reading.reader));
    const { id, name, phase, meta, sources, consensus } = item;
    lines.push(JSON.stringify({
      id, name, modality: item.modality.id, phase, meta, sources,
      readings: item.readings.map(({ reader, submittedAt, protocolVersion, contentHash, values }) => ({ reader, readerName: names[reader], submittedAt, protocolVersion, contentHash, ...values })),
      consensus: consensus === undefined ? null : { isSigned: phase === 'signed', hash: hashOfValues(consensus), ...consensus },
    }));
  }
  yield textEntry('items.jsonl', lines.map((line) => `${line}\n`).join(''));
  const versions = await services.db.selectFrom('protocol_versions').select(['version', 'content']).where('project_id', '=', project).orderBy('version').execute();
  yield textEntry('protocols.jsonl', versions.map(({ version, content }) => `${JSON.stringify({ version, content: JSON.parse(content) as unknown })}\n`).join(''));
}
