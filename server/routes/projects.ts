import type { projectEndpoints } from '@consilium/shared/wire/rest/projects.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import type { Access } from '../access/world.ts';
import { createProject } from '../work/create-project.ts';
import { editProject } from '../work/edit-project.ts';
import { finishImport, importRows } from '../work/finish-import.ts';
import { importFile, startImport } from '../work/import-file.ts';
import { imports } from '../work/imports.ts';
import { knownSources } from '../work/known-sources.ts';
import { readPicture, storePicture } from '../work/pictures.ts';
import { projectAgreement } from '../work/project-agreement.ts';
import { publishProtocol } from '../work/publish-protocol.ts';
import { exportAuditTrail, readAudit, verifyAuditTrail } from '../work/read-audit.ts';
import { projectsOf, readProject } from '../work/read-projects.ts';
import { protocolVersions, readProtocol } from '../work/read-protocol.ts';
import type { Handlers } from './handlers.ts';
import { largestFileBytes, readBytes } from './read-body.ts';

const largestPictureBytes = 16 * 2 ** 20;

export function projectHandlers({ services }: Access): Omit<Handlers<typeof projectEndpoints>, 'createDemonstration' | 'exportProject' | 'importBundle'> {
  return {
    projects: async ({ person }) => ok({ projects: [...(await projectsOf(services, person))] }),
    createProject: ({ person, body }) => createProject(services, person, body),
    project: ({ person, param }) => readProject(services, person, param('project')),
    editProject: ({ person, param, body }) => editProject(services, person, param('project'), body),
    protocolVersions: ({ person, param }) => protocolVersions(services, person, param('project')),
    protocolVersion: ({ person, param }) => readProtocol(services, person, param('project'), param('version')),
    publishProtocol: ({ person, param, body }) => publishProtocol(services, person, param('project'), body.why),
    storePicture: async ({ person, param, request }) => {
      const bytes = await readBytes(request, largestPictureBytes);
      return bytes.ok ? storePicture(services, person, param('project'), bytes.value) : bytes;
    },
    picture: ({ person, param, request }) => readPicture(services, person, param('project'), param('sha256'), request.headers),
    startImport: ({ person, param }) => startImport(services, person, param('project')),
    importFile: ({ person, param, query, request }) =>
      importFile(services, person, {
        project: param('project'), import: param('import'), name: query.name, declaredSha256: request.headers.get('x-content-sha256'), read: () => readBytes(request, largestFileBytes),
      }),
    finishImport: ({ person, param }) => finishImport(services, person, param('project'), param('import')),
    imports: ({ person, param }) => imports(services, person, param('project')),
    importRows: ({ person, param }) => importRows(services, person, param('project'), param('import')),
    knownSources: ({ person, param, body }) => knownSources(services, person, param('project'), body.sha256),
    agreement: ({ person, param }) => projectAgreement(services, person, param('project')),
    audit: ({ person, param, query }) => readAudit(services, person, param('project'), query),
    exportAudit: ({ person }) => exportAuditTrail(services, person),
    verifyAudit: ({ person }) => verifyAuditTrail(services, person),
  };
}
