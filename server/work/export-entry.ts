import type { ZipEntry } from '@consilium/shared/formats/zip.ts';

export const textEntry = (path: string, text: string): ZipEntry => ({ path, bytes: new TextEncoder().encode(text) });

export const jsonEntry = (path: string, value: unknown): ZipEntry => textEntry(path, `${JSON.stringify(value, undefined, 1)}\n`);
