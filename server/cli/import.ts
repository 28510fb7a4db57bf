import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ok } from '@consilium/shared/kernel/result.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { ImportFile } from '@consilium/shared/wire/rest/projects.ts';
import { finishImport } from '../work/finish-import.ts';
import { importBundle } from '../work/import-bundle.ts';
import { importFile, startImport } from '../work/import-file.ts';
import type { Answer } from '../work/refusal.ts';
import type { Services, SignedIn } from '../work/services.ts';
import { withServices } from './installation.ts';
import { Failure, markFailed, printLine, tell, wordsOf } from './outcome.ts';
import { remoteAt } from './remote.ts';

export interface ImportOptions {
  readonly project?: string;
  readonly url?: string;
  readonly token?: string;
  readonly dataDir?: string;
  readonly as?: string;
}

/** Where files go: the same three steps over REST and directly. */
interface Destination {
  start(): Promise<string>;
  send(importId: string, name: string, bytes: Uint8Array): Promise<ImportFile>;
  finish(importId: string): Promise<readonly ImportFile[]>;
  bundle(bytes: Uint8Array): Promise<{ project: string; items: number }>;
}

/** Imports files and folders into a project, or, without a project, bundles as new projects. One line a file. */
export async function importFiles(paths: readonly string[], options: ImportOptions): Promise<void> {
  if (options.url !== undefined) return run(remoteDestination(options.url, options), paths, options.project);
  await withServices(options.dataDir, options.as, (services, person) =>
    run(directDestination(services, person, options.project ?? ''), paths, options.project),
  );
}

async function run(to: Destination, paths: readonly string[], project: string | undefined): Promise<void> {
  if (project === undefined) return importBundles(to, paths);
  const importId = await to.start();
  const outcomes: { file: string; name: string; row?: ImportFile; error?: string }[] = [];
  for (const { path, name } of await filesBelow(paths)) {
    try {
      outcomes.push({ file: path, name, row: await to.send(importId, name, new Uint8Array(await readFile(path))) });
    } catch (error) {
      outcomes.push({ file: path, name, error: wordsOf(error) });
    }
  }
  const rows = await to.finish(importId);
  for (const { file, name, row, error } of outcomes) {
    const item = rows.find((one) => one.name === name && one.item !== null)?.item ?? row?.item ?? null;
    if (row !== undefined && row.state !== 'refused')
      printLine({ file, ok: true, state: row.state, sha256: row.sha256, item });
    else refuse(file, error ?? row?.message ?? '');
  }
}

function refuse(file: string, error: string): void {
  printLine({ file, ok: false, error });
  tell(`${file}: ${error}`);
  markFailed();
}

async function importBundles(to: Destination, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (!/\.zip$/i.test(path)) {
      refuse(path, 'Give the project with --project; only a bundle (.zip) is imported without one.');
      continue;
    }
    try {
      printLine({ file: path, ok: true, ...(await to.bundle(new Uint8Array(await readFile(path)))) });
    } catch (error) {
      refuse(path, wordsOf(error));
    }
  }
}

/** Files as given; folders with all that lies in them, by name. What is not there stays in the list, to be told in its turn. */
async function filesBelow(paths: readonly string[]): Promise<{ path: string; name: string }[]> {
  const found: { path: string; name: string }[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (info) => info.isDirectory(),
      () => false,
    ); // absent: reading it says so
    if (!isFolder) found.push({ path, name: basename(path) });
    else {
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      const inside = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();
      found.push(
        ...inside.map((file) => ({
          path: file,
          name: join(basename(path), file.slice(path.length)).replaceAll('\\', '/'),
        })),
      );
    }
  }
  return found;
}

function remoteDestination(url: string, { token, project = '' }: ImportOptions): Destination {
  const remote = remoteAt(url, token);
  const at = (importId: string) => ({ params: { project, import: importId } });
  return {
    start: async () => (await remote.call(endpoints.startImport, { params: { project } })).import,
    send: (importId, name, bytes) =>
      remote.call(endpoints.importFile, { ...at(importId), query: { name }, body: bytes }),
    finish: async (importId) => (await remote.call(endpoints.finishImport, at(importId))).files,
    bundle: (bytes) => remote.call(endpoints.importBundle, { body: bytes }),
  };
}

function directDestination(services: Services, person: SignedIn, project: string): Destination {
  return {
    start: async () => (await granted(startImport(services, person, project))).import,
    send: (importId, name, bytes) =>
      granted(
        importFile(services, person, {
          project,
          import: importId,
          name,
          declaredSha256: null,
          read: async () => ok(bytes),
        }),
      ),
    finish: async (importId) => (await granted(finishImport(services, person, project, importId))).files,
    bundle: (bytes) => granted(importBundle(services, person, bytes)),
  };
}

async function granted<T>(answer: Answer<T>): Promise<T> {
  const given = await answer;
  if (given.ok) return given.value;
  throw new Failure(given.error.message);
}
