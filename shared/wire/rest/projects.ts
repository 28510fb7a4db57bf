import * as z from 'zod/mini';
import { BlindingSchema } from '../../domain/item.ts';
import { RoleSchema } from '../../domain/people.ts';
import { ProtocolVersionSchema } from '../../domain/protocol.ts';
import { AgreementSchema } from '../../consensus/comparison.ts';
import { ConfusionSchema } from '../../consensus/confusion.ts';
import { bytes, endpoint } from './endpoint.ts';

/** How the work is dealt out. `take-next`: annotators take from a common queue; a reservation ends after `reservationMinutes`. */
export const PlanSchema = z.object({
  readersPerItem: z.int().check(z.minimum(1), z.maximum(20)),
  blinding: BlindingSchema,
  queue: z.enum(['assigned', 'take-next']),
  reservationMinutes: z.int().check(z.minimum(1), z.maximum(10_080)),
});
export type Plan = z.infer<typeof PlanSchema>;
export const defaultPlan: Plan = { readersPerItem: 2, blinding: 'blind', queue: 'assigned', reservationMinutes: 120 };

const ObjectiveSchema = z.object({
  question: z.string().check(z.maxLength(500)),
  detail: z.string().check(z.maxLength(2000)),
});
const projectFields = {
  name: z.string().check(z.minLength(1), z.maxLength(120)),
  objective: ObjectiveSchema,
  modalities: z.array(z.string()),
  plan: PlanSchema,
};

/** `progress` only for those who may see it: before the reveal it would tell of other readers. */
const ProgressSchema = z.object({
  items: z.number(),
  reading: z.number(),
  compared: z.number(),
  revealed: z.number(),
  signed: z.number(),
  openSessions: z.number(),
});
export const ProjectSchema = z.object({
  id: z.string(),
  ...projectFields,
  createdAt: z.string(),
  role: z.nullable(RoleSchema),
  protocolVersion: z.nullable(z.number()),
  progress: z.nullable(ProgressSchema),
});
export type Project = z.infer<typeof ProjectSchema>;

const VersionRowSchema = z.object({
  version: z.number(),
  publishedAt: z.string(),
  publishedBy: z.string(),
  changes: z.array(z.string()),
  hash: z.string(),
});

/** What happened to one file: `stored` new, `duplicate` already there, `refused` with the reason in `message`. */
export const ImportFileSchema = z.object({
  name: z.string(),
  size: z.number(),
  state: z.enum(['stored', 'duplicate', 'refused']),
  message: z.string(),
  sha256: z.nullable(z.string()),
  item: z.nullable(z.string()),
});
export type ImportFile = z.infer<typeof ImportFileSchema>;

const ImportSummarySchema = z.object({
  import: z.string(),
  /** of its first file */
  at: z.string(),
  stored: z.number(),
  duplicate: z.number(),
  refused: z.number(),
  /** stored files of which nothing has been made yet */
  waiting: z.number(),
  /** cases made of its files */
  cases: z.number(),
});
export type ImportSummary = z.infer<typeof ImportSummarySchema>;

const AuditRowSchema = z.object({
  /** its number in the trail; among the lines shown where `hash` is withheld */
  seq: z.number(),
  at: z.string(),
  actor: z.string(),
  actorName: z.string(),
  action: z.string(),
  target: z.string(),
  body: z.unknown(),
  /** `null` while the asker still reads a case blind: it would tell what stands between the lines */
  hash: z.nullable(z.string()),
});
export type AuditRow = z.infer<typeof AuditRowSchema>;

export const projectEndpoints = {
  projects: endpoint('GET', '/projects', 'Projects of the signed-in person', {
    response: z.object({ projects: z.array(ProjectSchema) }),
  }),
  createProject: endpoint('POST', '/projects', 'Create a project; its creator becomes lead', {
    body: z.object(projectFields),
    response: ProjectSchema,
  }),
  project: endpoint('GET', '/projects/:project', 'One project', { response: ProjectSchema }),
  editProject: endpoint('PATCH', '/projects/:project', 'Change name, objective, modalities or plan', {
    body: z.partial(z.object(projectFields)),
    response: ProjectSchema,
  }),
  createDemonstration: endpoint(
    'POST',
    '/demonstration',
    'Create the demonstration project with something to do at once',
    { response: z.object({ project: z.string() }) },
  ),

  protocolVersions: endpoint('GET', '/projects/:project/protocol', 'Published versions, newest first', {
    response: z.object({ versions: z.array(VersionRowSchema) }),
  }),
  protocolVersion: endpoint('GET', '/projects/:project/protocol/:version', 'One published version', {
    response: ProtocolVersionSchema,
  }),
  /** reads the draft document on the server; 422 lists what is missing, each with its place */
  publishProtocol: endpoint('POST', '/projects/:project/protocol', 'Publish the draft as an immutable version', {
    body: z.object({ why: z.string().check(z.maxLength(500)) }),
    response: ProtocolVersionSchema,
  }),
  /** raw body: a picture for an example; answers with its address */
  storePicture: endpoint('POST', '/projects/:project/pictures', 'Keep a picture for an example', {
    body: bytes,
    response: z.object({ sha256: z.string(), mediaType: z.string() }),
  }),
  picture: endpoint('GET', '/projects/:project/pictures/:sha256', 'A picture of an example', { response: bytes }),

  startImport: endpoint('POST', '/projects/:project/imports', 'Start an import', {
    response: z.object({ import: z.string() }),
  }),
  imports: endpoint('GET', '/projects/:project/imports', 'What came in, the newest import first', {
    response: z.object({ imports: z.array(ImportSummarySchema) }),
  }),
  /** raw body; `x-content-sha256` (hex) is checked when sent; answers once the bytes are durable or refused */
  importFile: endpoint('PUT', '/projects/:project/imports/:import/files', 'Send one file', {
    query: z.object({ name: z.string() }),
    body: bytes,
    response: ImportFileSchema,
  }),
  /** groups the files into items (a series becomes one item, in geometric order) */
  finishImport: endpoint('POST', '/projects/:project/imports/:import', 'Make items of what was sent', {
    response: z.object({
      items: z.array(z.object({ id: z.string(), name: z.string(), files: z.number() })),
      files: z.array(ImportFileSchema),
    }),
  }),
  importRows: endpoint('GET', '/projects/:project/imports/:import', 'What happened to each file', {
    response: z.object({ files: z.array(ImportFileSchema) }),
  }),
  /** which of these are already here, so that they need not be sent */
  knownSources: endpoint('POST', '/projects/:project/sources/known', 'Which hashes are already stored', {
    body: z.object({ sha256: z.array(z.string()) }),
    response: z.object({ known: z.array(z.string()) }),
  }),

  agreement: endpoint(
    'GET',
    '/projects/:project/agreement',
    'Agreement over all compared items, by label and by pair',
    {
      response: z.object({ items: z.number(), agreement: AgreementSchema, confusion: z.array(ConfusionSchema), names: z.record(z.string(), z.string()) }),
    },
  ),
  /** a zip; `bundle` is lossless */
  exportProject: endpoint('GET', '/projects/:project/export', 'Export as a zip', {
    query: z.object({ format: z.enum(['coco', 'brat', 'jsonl', 'bundle']) }),
    response: bytes,
  }),
  importBundle: endpoint('POST', '/bundles', 'Import a bundle as a new project (raw zip)', {
    body: bytes,
    response: z.object({ project: z.string(), items: z.number() }),
  }),
  audit: endpoint('GET', '/projects/:project/audit', 'The audit log, newest first', {
    query: z.object({ before: z.optional(z.string()), limit: z.optional(z.string()) }),
    response: z.object({ rows: z.array(AuditRowSchema) }),
  }),
  exportAudit: endpoint('GET', '/audit/export', 'The whole trail with its signed heads, for “audit verify” and to be kept elsewhere', { response: bytes }),
  verifyAudit: endpoint('GET', '/audit/verification', 'Check the whole hash chain', {
    response: z.object({
      isIntact: z.boolean(),
      /** lines, and the hash of the last; `null` while the asker still reads a case blind */
      rows: z.nullable(z.number()),
      head: z.nullable(z.string()),
      message: z.string(),
    }),
  }),
};
