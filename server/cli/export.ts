import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { type ExportFormat, exportProject } from '../work/export.ts';
import { withServices } from './installation.ts';
import { Failure, printLine } from './outcome.ts';
import { remoteAt } from './remote.ts';

export interface ExportOptions {
  readonly project: string;
  readonly format: ExportFormat;
  readonly out: string;
  readonly url?: string;
  readonly token?: string;
  readonly dataDir?: string;
  readonly as?: string;
}

/** Writes a project's work to a file, whole or not at all; never over one that is there. */
export async function exportToFile(options: ExportOptions): Promise<void> {
  const { project, format, out, url } = options;
  if (existsSync(out)) throw new Failure(`${out} is there already. Give another name with --out, or remove it.`);
  if (url !== undefined) {
    const { body } = await remoteAt(url, options.token).fetch(endpoints.exportProject, {
      params: { project },
      query: { format },
    });
    if (body === null) throw new Failure('The server answered with nothing.');
    await keep(body, out);
  } else {
    await withServices(options.dataDir, options.as, async (services, person) => {
      const exported = await exportProject(services, person, project, format);
      if (!exported.ok) throw new Failure(exported.error.message);
      await keep(exported.value.stream, out);
    });
  }
  printLine({ file: out, ok: true, project, format });
}

async function keep(stream: ReadableStream<Uint8Array>, out: string): Promise<void> {
  const part = `${out}.part`;
  try {
    await pipeline(Readable.fromWeb(stream as NodeStream<Uint8Array>), createWriteStream(part)); // the DOM's and Node's type of one thing
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
