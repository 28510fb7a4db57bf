import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { S3Config } from '../config.ts';
import { type ObjectStore, StoreAwayError } from './object-store.ts';

const partBytes = 64 * 1024 * 1024;
const connectMs = 3000;
const silenceMs = 10_000; // with no byte either way

/** Objects in a bucket that is there already, of any S3: paths are used, not host names, and no optional checksums. */
export function s3Store({ endpoint, region, bucket, accessKeyId, secretAccessKey }: S3Config): ObjectStore {
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED', // the default breaks streaming to older stores
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: connectMs, socketTimeout: silenceMs }, // the default waits for ever
    maxAttempts: 2,
  });
  return {
    async adopt(name, path) {
      const { size } = await stat(path);
      const place = { Bucket: bucket, Key: name };
      if (size > partBytes) await uploadInParts(client, place, path, size).catch(told);
      else await client.send(new PutObjectCommand({ ...place, Body: createReadStream(path), ContentLength: size })).catch(told);
    },
    async *read(name, start, end) {
      const answer = await client
        .send(new GetObjectCommand({ Bucket: bucket, Key: name, Range: `bytes=${start}-${end - 1}` }))
        .catch(told);
      if (answer.Body === undefined) throw new Error(`the object store sent nothing for ${name}`);
      try {
        yield* answer.Body as AsyncIterable<Uint8Array>; // in Node the body is a Readable
      } catch (error) {
        told(error);
      }
    },
    async has(name) {
      try {
        await client.send(new HeadObjectCommand({ Bucket: bucket, Key: name }));
        return true;
      } catch (error) {
        if (error instanceof NotFound) return false;
        return told(error);
      }
    },
    async remove(name) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: name })).catch(told);
    },
  };
}

/** What the store refused keeps its own error; where it said nothing, or that it fails itself, it is away. */
function told(error: unknown): never {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  if (status !== undefined && status < 500) throw error;
  throw new StoreAwayError('the object store does not answer', { cause: error });
}

interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

async function uploadInParts(client: S3Client, place: Place, path: string, size: number): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
  try {
    const Parts: { ETag: string | undefined; PartNumber: number }[] = [];
    for (let start = 0; start < size; start += partBytes) {
      const end = Math.min(start + partBytes, size);
      const Body = createReadStream(path, { start, end: end - 1 });
      const part = { ...place, UploadId, PartNumber: Parts.length + 1 };
      const { ETag } = await client.send(new UploadPartCommand({ ...part, Body, ContentLength: end - start }));
      Parts.push({ ETag, PartNumber: part.PartNumber });
    }
    await client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => {}); // a store that is away forgets it by its own rules
    throw error;
  }
}
