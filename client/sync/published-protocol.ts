import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useEndpoint } from './rest.ts';

/** A published version of a project's protocol; nothing is asked while it is not known which, or none is published. */
export const usePublishedProtocol = (project: string, version: number | undefined) =>
  useEndpoint(endpoints.protocolVersion, { params: { project, version: String(version) } }, { isEnabled: version !== undefined });
