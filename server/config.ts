import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import * as z from 'zod';

const isHttpUrl = (text: string) => /^https?:\/\/[^/]+$/.test(text) && URL.canParse(text);
const absent = (value: unknown) => (value === '' ? undefined : value);

/** 32 bytes as 64 hexadecimal digits or as base64 (44 characters, or 43 without padding; `-_` serve too). */
const MasterKey = z
  .string()
  .trim()
  .transform((text) => (/^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64url')))
  .refine((key) => key.length === 32, 'must be 32 bytes, as 64 hexadecimal digits or as base64');

const optional = z.preprocess(absent, z.string().optional());

const Environment = z.object({
  PORT: z.preprocess(absent, z.coerce.number('must be a number').int().min(0).max(65535).default(3000)),
  HOST: z.preprocess(absent, z.string().default('localhost')),
  PUBLIC_URL: z.preprocess(
    absent,
    z.string().refine(isHttpUrl, 'must be an origin such as https://consilium.example.org, without a path').optional(),
  ),
  CONSILIUM_DATA_DIR: z.preprocess(absent, z.string().default('./data')),
  CONSILIUM_KEY: z.preprocess(absent, MasterKey.optional()),
  CONSILIUM_KEY_PREVIOUS: z.preprocess(absent, MasterKey.optional()),
  DATABASE_URL: z.preprocess(
    absent,
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// (leave it out for the embedded database)')
      .optional(),
  ),
  REDIS_URL: z.preprocess(
    absent,
    z
      .string()
      .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
      .optional(),
  ),
  S3_ENDPOINT: z.preprocess(absent, z.url('must be a URL').optional()),
  S3_BUCKET: optional,
  S3_REGION: z.preprocess(absent, z.string().default('us-east-1')),
  S3_ACCESS_KEY_ID: optional,
  S3_SECRET_ACCESS_KEY: optional,
});
type Environment = z.infer<typeof Environment>;

export interface S3Config {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Everything the server is told from outside; what is absent runs embedded. */
export interface Config {
  readonly port: number; // 0 takes any free port
  readonly host: string;
  readonly publicUrl: string; // origin in links, and whose scheme says whether cookies are for TLS only
  readonly isSecure: boolean;
  readonly dataDirectory: string;
  readonly masterKey: Uint8Array | undefined; // absent: the key file in the data directory
  readonly previousMasterKey: Uint8Array | undefined; // still opens what it wrapped, after a rotation of CONSILIUM_KEY
  readonly databaseUrl: string | undefined; // absent: SQLite in the data directory
  readonly redisUrl: string | undefined; // absent: one process
  readonly s3: S3Config | undefined; // absent: a folder in the data directory
}

/**
 * The configuration that environment variables give.
 * @returns every fault at once, each a sentence that names its variable
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Result<Config, string[]> {
  const read = Environment.safeParse(env);
  if (!read.success) return failed(read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  const s3 = s3Config(read.data);
  if (!s3.ok) return s3;
  const { PORT: port, HOST: host } = read.data;
  const publicUrl = read.data.PUBLIC_URL ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return ok({
    port,
    host,
    publicUrl,
    isSecure: publicUrl.startsWith('https:'),
    dataDirectory: read.data.CONSILIUM_DATA_DIR,
    masterKey: read.data.CONSILIUM_KEY,
    previousMasterKey: read.data.CONSILIUM_KEY_PREVIOUS,
    databaseUrl: read.data.DATABASE_URL,
    redisUrl: read.data.REDIS_URL,
    s3: s3.value,
  });
}

function s3Config(env: Environment): Result<S3Config | undefined, string[]> {
  if (env.S3_ENDPOINT === undefined && env.S3_BUCKET === undefined) return ok(undefined);
  const needed = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;
  const missing = needed.filter((name) => env[name] === undefined);
  if (missing.length > 0)
    return failed(missing.map((name) => `${name} is missing: the S3 store needs ${needed.join(', ')}`));
  return ok({
    endpoint: env.S3_ENDPOINT!,
    bucket: env.S3_BUCKET!,
    region: env.S3_REGION,
    accessKeyId: env.S3_ACCESS_KEY_ID!,
    secretAccessKey: env.S3_SECRET_ACCESS_KEY!,
  });
}
