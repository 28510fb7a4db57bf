import { type ZipEntry, zipStream } from '@consilium/shared/formats/zip.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { bundleEntries } from './export-bundle.ts';
import { bratEntries } from './export-brat.ts';
import { cocoEntries } from './export-coco.ts';
import { jsonLinesEntries } from './export-json-lines.ts';
import { actorWho } from './membership.ts';
import { type Answer, refuse } from './refusal.ts';
import { protocolOf } from './compared-item.ts';
import type { Services, SignedIn } from './services.ts';

export type ExportFormat = 'coco' | 'brat' | 'jsonl' | 'bundle';

type Entries = (services: Services, project: string, person: SignedIn) => AsyncGenerator<ZipEntry>;
const entriesOf: Readonly<Record<ExportFormat, Entries>> = { coco: cocoEntries, brat: bratEntries, jsonl: jsonLinesEntries, bundle: bundleEntries };

/** A project's work as a zip, streamed. Each export leaves a line in the audit trail. */
export async function exportProject(services: Services, person: SignedIn, project: string, format: ExportFormat): Answer<{ fileName: string; stream: ReadableStream<Uint8Array<ArrayBuffer>> }> {
  const allowed = await actorWho(services, person, project, 'export.run');
  if (!allowed.ok) return allowed;
  if ((await protocolOf(services, project)) === undefined) return refuse(409, 'NoProtocol', 'Nothing to export yet: this project has no published protocol, so nobody has read anything.');
  const row = await services.db.selectFrom('projects').select('name').where('id', '=', project).executeTakeFirst();
  await services.db.transaction().execute((transaction) => services.audit.record(transaction, { actorId: person.id, action: 'project.exported', projectId: project, target: `project/${project}`, new: { format } }));
  const name = (row?.name ?? 'project').normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '').toLowerCase() || 'project';
  return ok({ fileName: `${name}-${format}.zip`, stream: zipStream(entriesOf[format](services, project, person)) });
}
