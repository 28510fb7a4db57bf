import * as z from 'zod/mini';
import type { Brand } from '../kernel/brand.ts';

export type UserId = Brand<string, 'UserId'>;
export type ProjectId = Brand<string, 'ProjectId'>;
export type ItemId = Brand<string, 'ItemId'>;
export type SessionId = Brand<string, 'SessionId'>;
export type AnnotationId = Brand<string, 'AnnotationId'>;
export type LabelId = Brand<string, 'LabelId'>;
export type AttributeId = Brand<string, 'AttributeId'>;
export type RowId = Brand<string, 'RowId'>;
/** SHA-256 of a source's bytes, 64 lower-case hexadecimal digits. */
export type SourceId = Brand<string, 'SourceId'>;

/** Ids are opaque, url-safe and short: letters, digits, `-` and `_`, 1 to 64 of them. */
const opaque = /^[A-Za-z0-9_-]{1,64}$/;
const idSchema = <Id extends string>() =>
  z.pipe(
    z.string().check(z.regex(opaque)),
    z.transform((text: string) => text as Id),
  ); // the one place where text becomes an id

export const UserIdSchema = idSchema<UserId>();
export const ProjectIdSchema = idSchema<ProjectId>();
export const ItemIdSchema = idSchema<ItemId>();
export const SessionIdSchema = idSchema<SessionId>();
export const AnnotationIdSchema = idSchema<AnnotationId>();
export const LabelIdSchema = idSchema<LabelId>();
export const AttributeIdSchema = idSchema<AttributeId>();
export const RowIdSchema = idSchema<RowId>();
export const SourceIdSchema = z.pipe(
  z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  z.transform((text: string) => text as SourceId), // as above, for a SHA-256
);
