import type { ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { recognise } from '../ingest/recognise.ts';
import { answerBlob } from './answer-blob.ts';
import { actorWho } from './membership.ts';
import { type Answer, notFound, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** Pictures of examples are written down as an import of their own, so that the project they belong to is known. */
export const importOf = (project: string): string => `pictures-${project}`;

/** The pictures that examples show, each once. */
export function picturesIn(contents: readonly ProtocolContent[]): readonly { readonly sha256: string; readonly mediaType: string }[] {
  const shown = contents.flatMap(({ labels }) => labels).flatMap(({ examples }) => examples.map((example) => example.shown));
  return [...new Map(shown.flatMap((one) => (one.type === 'picture' ? [[one.sha256, one] as const] : []))).values()];
}

/** Keeps a PNG or JPEG for an example of the protocol. */
export async function storePicture(services: Services, person: SignedIn, project: string, bytes: Uint8Array): Answer<{ sha256: string; mediaType: string }> {
  const allowed = await actorWho(services, person, project, 'protocol.edit');
  if (!allowed.ok) return allowed;
  const found = await recognise(bytes, 'picture');
  if (!found.ok || found.value.modality !== 'imaging' || found.value.image.kind === 'dicom') {
    return refuse(415, 'NotAPicture', `An example shows a PNG or a JPEG. ${found.ok ? 'Save the picture as one of these.' : found.error}`);
  }
  const { mediaType } = found.value;
  const { sha256, size } = await services.blobs.put(bytes, mediaType);
  await services.db.transaction().execute(async (transaction) => {
    const row = { import_id: importOf(project), project_id: project, name: 'picture', size, state: 'stored', message: '', sha256, item_id: null, at: services.clock() };
    await transaction.insertInto('import_files').values(row).execute();
    await services.audit.record(transaction, { actorId: person.id, action: 'protocol.picture-stored', projectId: project, target: `picture/${sha256}` });
  });
  return ok({ sha256, mediaType });
}

export async function readPicture(services: Services, person: SignedIn, project: string, sha256: string, headers: Headers): Answer<Response> {
  const allowed = await actorWho(services, person, project, 'project.read');
  if (!allowed.ok) return allowed;
  const row = await services.db.selectFrom('import_files').select('id').where('import_id', '=', importOf(project)).where('sha256', '=', sha256).executeTakeFirst();
  const answer = row && (await answerBlob(services.blobs, sha256, headers));
  return answer === undefined ? notFound() : ok(answer);
}
