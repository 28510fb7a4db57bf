import type { projectEndpoints } from '@consilium/shared/wire/rest/projects.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import type { Access } from '../access/world.ts';
import { createDemonstration } from '../work/demonstration.ts';
import { exportProject } from '../work/export.ts';
import { importBundle, mayImportBundles } from '../work/import-bundle.ts';
import type { Handlers } from './handlers.ts';
import { largestFileBytes, readBytes } from './read-body.ts';

export function exportHandlers({ services }: Access): Pick<Handlers<typeof projectEndpoints>, 'exportProject' | 'importBundle' | 'createDemonstration'> {
  return {
    exportProject: async ({ person, param, query }) => {
      const exported = await exportProject(services, person, param('project'), query.format);
      if (!exported.ok) return exported;
      const { fileName, stream } = exported.value;
      return ok(new Response(stream, { headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${fileName}"`, 'cache-control': 'no-store' } }));
    },
    importBundle: async ({ person, request }) => {
      const allowed = await mayImportBundles(services, person); // before a gigabyte is taken in for nothing
      if (!allowed.ok) return allowed;
      const bytes = await readBytes(request, largestFileBytes);
      return bytes.ok ? importBundle(services, person, bytes.value) : bytes;
    },
    createDemonstration: ({ person }) => createDemonstration(services, person),
  };
}
