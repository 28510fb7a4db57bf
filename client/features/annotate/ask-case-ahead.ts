import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Endpoint } from '@consilium/shared/wire/rest/endpoint.ts';
import type { QueryClient } from '@tanstack/react-query';
import { clientModalityOf } from '../../modalities/registry.ts';
import { keptAnswer } from '../../sync/kept-answers.ts';
import { queryOf } from '../../sync/rest.ts';
import { isSourceKept } from '../../sync/store/sources.ts';

/** By then the screen itself holds what it shows. */
const heldMs = 10_000;

/**
 * Asks at once for everything a case is opened with, and makes its picture ready where this device has it: what was kept of the case says what
 * that is. Nothing of it is shown: that waits for what the server says now, as ever (rule OPEN6).
 */
export async function askCaseAhead(queries: QueryClient, id: string): Promise<void> {
  const ask = (endpoint: Endpoint, params: Readonly<Record<string, string>>): void => void queries.prefetchQuery(queryOf(endpoint, { params }));
  ask(endpoints.item, { item: id });
  const item = await keptAnswer(endpoints.item, { params: { item: id } });
  if (item === undefined) return;
  const project = { project: item.project };
  ask(endpoints.project, project);
  ask(endpoints.queue, project);
  const modality = clientModalityOf(item.modality);
  modality?.fetchViewer();
  const areKept = await Promise.all(item.sources.map(({ sha256 }) => isSourceKept(sha256)));
  const letGo = areKept.every(Boolean) ? modality?.prepare(item) : undefined;
  if (letGo) setTimeout(letGo, heldMs);
  const described = await keptAnswer(endpoints.project, { params: project });
  if (typeof described?.protocolVersion === 'number') ask(endpoints.protocolVersion, { ...project, version: String(described.protocolVersion) });
}
