import * as z from 'zod/mini';
import { ComparisonSchema } from '../consensus/comparison.ts';
import { ReadingValuesSchema } from '../domain/annotation.ts';
import { BlindingSchema, ItemPhaseSchema } from '../domain/item.ts';
import { ProtocolVersionSchema } from '../domain/protocol.ts';
import { RoleSchema } from '../domain/people.ts';
import { failed, ok, type Result } from '../kernel/result.ts';
import { PlanSchema } from '../wire/rest/projects.ts';

/** The lossless bundle, version 1: a zip of the JSON files below, the sources by SHA-256, and a manifest of all. */
export const bundleVersion = 1;

export const ManifestSchema = z.object({
  format: z.literal('consilium-bundle'),
  version: z.int(),
  exportedAt: z.string(),
  exportedBy: z.string(),
  software: z.string(),
  /** the newest line of the audit trail it came from: sequence and hash; `null` where the exporter still read a case blind */
  auditHead: z.nullable(z.object({ seq: z.number(), hash: z.string() })),
  files: z.array(z.object({ path: z.string(), size: z.number(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof ManifestSchema>;

const nullableText = z.nullable(z.string());
const DecisionsSchema = z.record(z.string(), z.object({ option: z.string(), annotations: z.array(z.string()), at: z.string() }));

/** `project.json` */
export const BundleProjectSchema = z.object({
  id: z.string(), name: z.string(), objective: z.object({ question: z.string(), detail: z.string() }), modalities: z.array(z.string()), plan: PlanSchema, createdAt: z.string(),
  people: z.array(z.object({ id: z.string(), name: z.string(), role: z.nullable(RoleSchema) })),
  protocol: z.array(ProtocolVersionSchema),
});

/** `items/<item>.json`: everything about one item */
export const BundleItemSchema = z.object({
  id: z.string(), name: z.string(), modality: z.string(), meta: z.unknown(), phase: ItemPhaseSchema, blinding: BlindingSchema, readersNeeded: z.number(),
  createdAt: z.string(), revealedAt: nullableText, signedAt: nullableText,
  sources: z.array(z.object({ sha256: z.string(), name: z.string(), mediaType: z.string(), size: z.number() })),
  readings: z.array(z.object({
    reader: z.string(), state: z.string(), assignedAt: z.string(), submittedAt: nullableText, contentHash: nullableText, protocolVersion: z.nullable(z.number()), values: ReadingValuesSchema,
  })),
  comparison: z.nullable(z.object({ protocolVersion: z.number(), computedAt: z.string(), content: ComparisonSchema })),
  consensus: z.nullable(z.object({ values: ReadingValuesSchema, decisions: DecisionsSchema, hash: z.string() })),
  signatures: z.array(z.object({ session: nullableText, user: z.string(), meaning: z.string(), hash: z.string(), at: z.string() })),
});

/** `sessions/<session>.json`; `document` is the Yjs update (V1, base64) with rationale, dissent and what was published */
export const BundleSessionSchema = z.object({
  id: z.string(), name: z.string(), state: z.string(), chair: z.string(), rule: z.unknown(), createdAt: z.string(), closedAt: nullableText, items: z.array(z.string()),
  members: z.array(z.object({ user: z.string(), joinedAt: z.string() })),
  rounds: z.array(z.object({ item: z.string(), row: z.string(), number: z.number(), state: z.string(), options: z.unknown(), openedAt: z.string(), closedAt: nullableText, outcome: z.unknown() })),
  document: z.string(),
});

export interface Bundle {
  readonly manifest: Manifest;
  readonly project: z.infer<typeof BundleProjectSchema>;
  readonly items: readonly z.infer<typeof BundleItemSchema>[];
  readonly sessions: readonly z.infer<typeof BundleSessionSchema>[];
  readonly sources: ReadonlyMap<string, Uint8Array>;
}

export interface BadBundle {
  readonly type: 'BadBundle';
  readonly message: string;
}

const bad = (message: string): Result<never, BadBundle> => failed({ type: 'BadBundle', message });

/**
 * Reads an unpacked bundle: every file against the manifest, then every part against its schema. Nothing of a damaged one is used.
 * @param sha256 gives 64 hexadecimal digits
 * @param rename rewrites the JSON before it is read, for ids that are taken here
 */
export function readBundle(files: ReadonlyMap<string, Uint8Array>, sha256: (bytes: Uint8Array) => string, rename: (json: string) => string = (json) => json): Result<Bundle, BadBundle> {
  const manifest = readManifest(files);
  if (!manifest.ok) return manifest;
  const damage = damageOf(files, manifest.value, sha256);
  if (damage !== undefined) return bad(damage);
  const read = partReader(files, rename);
  const paths = manifest.value.files.map((file) => file.path);
  const project = read('project.json', BundleProjectSchema);
  if (!project.ok) return project;
  const [items, sessions] = [allOf(paths, 'items/', BundleItemSchema, read), allOf(paths, 'sessions/', BundleSessionSchema, read)];
  if (!items.ok) return items;
  if (!sessions.ok) return sessions;
  const sources = new Map(paths.filter((path) => path.startsWith('sources/')).map((path) => [path.slice('sources/'.length), files.get(path)!]));
  for (const { name, sources: wanted } of items.value) for (const { sha256: hash } of wanted) if (!sources.has(hash)) return bad(`the source ${hash.slice(0, 12)}… of “${name}” is not in the bundle`);
  for (const [hash, bytes] of sources) if (sha256(bytes) !== hash) return bad(`the source ${hash.slice(0, 12)}… is not what its name says`);
  return ok({ manifest: manifest.value, project: project.value, items: items.value, sessions: sessions.value, sources });
}

type PartReader = <T>(path: string, schema: z.ZodMiniType<T>) => Result<T, BadBundle>;

function readManifest(files: ReadonlyMap<string, Uint8Array>): Result<Manifest, BadBundle> {
  const bytes = files.get('manifest.json');
  if (bytes === undefined) return bad('there is no manifest.json: this is no bundle of Consilium');
  const json = parsed(new TextDecoder().decode(bytes)) as { version?: unknown } | undefined; // looked at before the schema, to tell “too new” from “broken”
  if (typeof json?.version === 'number' && json.version > bundleVersion) return bad(`it is of version ${json.version}, made by a newer Consilium: update this one first`);
  const manifest = ManifestSchema.safeParse(json);
  return manifest.success ? ok(manifest.data) : bad('its manifest.json cannot be read');
}

function damageOf(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest, sha256: (bytes: Uint8Array) => string): string | undefined {
  const named = new Set(['manifest.json', ...manifest.files.map((file) => file.path)]);
  const stranger = [...files.keys()].find((path) => !named.has(path));
  if (stranger !== undefined) return `${stranger} is not named in its manifest`;
  for (const { path, size, sha256: hash } of manifest.files) {
    const bytes = files.get(path);
    if (bytes === undefined) return `${path} is missing`;
    if (bytes.length !== size || sha256(bytes) !== hash) return `${path} has been changed or damaged (its SHA-256 is not the one in the manifest)`;
  }
  return undefined;
}

function partReader(files: ReadonlyMap<string, Uint8Array>, rename: (json: string) => string): PartReader {
  return (path, schema) => {
    const bytes = files.get(path);
    if (bytes === undefined) return bad(`${path} is missing`);
    const part = schema.safeParse(parsed(rename(new TextDecoder().decode(bytes))));
    if (part.success) return ok(part.data);
    return bad(`${path} cannot be read: ${part.error.issues[0]?.path.join('.') ?? ''} ${part.error.issues[0]?.message ?? ''}`.trim());
  };
}

function allOf<T>(paths: readonly string[], folder: string, schema: z.ZodMiniType<T>, read: PartReader): Result<T[], BadBundle> {
  const parts: T[] = [];
  for (const path of paths.filter((one) => one.startsWith(folder))) {
    const part = read(path, schema);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return ok(parts);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // its schema says what is wrong
  }
}
