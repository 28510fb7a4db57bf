import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AuditFault, type VerifiedAudit, verifyAudit } from '@consilium/shared/audit/verify.ts';
import type { Result } from '@consilium/shared/kernel/result.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import * as z from 'zod';
import { type AuditExport, makeAudit, numbered, sha256, trailFile } from '../log/audit.ts';
import { isHeadSignedBy } from '../log/head-signer.ts';
import { databaseFile } from '../storage/data-directory.ts';
import { copyTo } from '../storage/embedded/copy.ts';
import { loadKeys } from '../storage/master-key.ts';
import { openDatabase } from '../storage/open-database.ts';
import { existingConfig } from './installation.ts';
import { Failure, markFailed, printLine, tell } from './outcome.ts';
import { remoteAt } from './remote.ts';

/** A trail as `audit export` writes it. */
const ExportSchema = z.object({
  rows: z.array(
    z.object({
      seq: z.number(),
      at: z.string(),
      actor_id: z.string(),
      action: z.string(),
      project_id: z.string().nullable(),
      target: z.string(),
      body: z.string(),
      prev: z.string(),
      hash: z.string(),
    }),
  ),
  heads: z.array(z.object({ seq: z.number(), at: z.string(), root: z.string(), signature: z.string() })),
  publicKey: z.string(),
});

interface Where {
  readonly dataDir?: string;
  readonly url?: string;
  readonly token?: string;
  /** a trail exported earlier and put away elsewhere */
  readonly kept?: string;
}

/** Checks the whole hash chain and its signed heads: of an exported file, of a server, or of the data directory. */
export async function verifyTrail(file: string | undefined, { dataDir, url, token, kept }: Where): Promise<void> {
  const earlier = kept === undefined ? undefined : await readExported(kept);
  if (file !== undefined) return report(file, verifyExported(await readExported(file), earlier));
  if (url === undefined) return withTrail(dataDir, async (audit, place) => report(place, verifyExported(await audit.export(), earlier)));
  if (earlier !== undefined) throw new Failure('--kept is compared with a file or a data directory. Export the trail of the server, then give that file.');
  const { isIntact, rows, head, message } = await remoteAt(url, token).call(endpoints.verifyAudit);
  printLine({ trail: url, ok: isIntact, ...(rows === null ? {} : { lines: rows, head }), ...(isIntact ? {} : { error: message }) });
  if (isIntact) return;
  tell(message);
  markFailed();
}

/** Writes the trail with its signed heads and the public key: kept elsewhere, it shows what was cut or changed later. */
export async function exportTrail(out: string, { dataDir, url, token }: Where): Promise<void> {
  if (url !== undefined) {
    const response = await remoteAt(url, token).fetch(endpoints.exportAudit);
    if (response.body === null) throw new Failure('The server answers with nothing.');
    await writeNew(out, response.body);
    const { rows } = await readExported(out);
    return printLine({ file: out, ok: true, lines: rows.length });
  }
  await withTrail(dataDir, async (audit) => {
    await audit.signHead();
    const trail = await audit.export();
    await writeNew(out, trailFile(trail));
    printLine({ file: out, ok: true, lines: trail.rows.length });
  });
}

async function writeNew(path: string, parts: Iterable<string> | AsyncIterable<Uint8Array>): Promise<void> {
  await writeFile(path, parts, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new Failure(`${path} is there already. Give another name, or remove it.`) : error;
  });
}

/** Over a copy of an embedded database, which a server may have open: an auditor stops nobody's work. */
async function withTrail(
  dataDir: string | undefined,
  work: (audit: ReturnType<typeof makeAudit>, place: string) => Promise<void>,
): Promise<void> {
  const config = existingConfig(dataDir);
  const { keys } = loadKeys(config);
  const copy = config.databaseUrl === undefined ? await mkdtemp(join(config.dataDirectory, '.audit-')) : undefined; // encrypted as it is
  try {
    if (copy !== undefined) await copyTo(databaseFile(copy), { path: databaseFile(config.dataDirectory), keyHex: keys.fileKeys[0].toString('hex'), isReadOnly: true });
    const storage = await openDatabase({ ...config, dataDirectory: copy ?? config.dataDirectory }, keys);
    await work(
      makeAudit(storage, () => instantOf(Date.now())),
      config.dataDirectory,
    ).finally(() => storage.close());
  } finally {
    if (copy !== undefined) await rm(copy, { recursive: true, force: true });
  }
}

async function readExported(file: string): Promise<AuditExport> {
  const read = ExportSchema.safeParse(jsonOf(await readFile(file, 'utf8')));
  if (!read.success)
    throw new Failure(`${file} is no exported audit trail: make one with “consilium audit export OUT”.`);
  return read.data;
}

/**
 * A trail by itself, or against one that was exported earlier: then the earlier one's key is the one that counts, and what it
 * had signed must still be there. Alone, a trail cannot show that it was signed anew by somebody else, or cut with its heads.
 */
export function verifyExported({ rows, heads, publicKey }: AuditExport, kept?: AuditExport): Result<VerifiedAudit, AuditFault> {
  const key = kept?.publicKey ?? publicKey;
  return verifyAudit(rows.map(numbered), [...heads, ...(kept?.heads ?? [])], (head) => isHeadSignedBy(key, head), sha256);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema refuses it
  }
}

function report(trail: string, verified: Result<VerifiedAudit, AuditFault>): void {
  if (verified.ok)
    return printLine({
      trail,
      ok: true,
      lines: verified.value.count,
      head: verified.value.root,
      signedUpTo: verified.value.signedUpTo,
    });
  const error = inWords(verified.error);
  printLine({ trail, ok: false, error });
  tell(error);
  markFailed();
}

function inWords(fault: AuditFault): string {
  switch (fault.type) {
    case 'Gap':
      return `Line ${fault.seq} of the audit trail is missing or stands elsewhere.`;
    case 'Changed':
      return `Line ${fault.seq} of the audit trail has been changed.`;
    case 'Unlinked':
      return `Line ${fault.seq} of the audit trail does not follow the one before it.`;
    case 'BadSignature':
      return `The head over line ${fault.seq} was not signed by this server.`;
    case 'Rewritten':
      return `The lines up to ${fault.seq} are not those that were signed.`;
    case 'Truncated':
      return `The audit trail was signed up to line ${fault.seq}, and only ${fault.found} lines are there.`;
  }
}
