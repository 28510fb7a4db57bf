import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/**
 * Path of a real medical file kept beside the project, or `undefined` where it is not there.
 * @param path relative to the data folder, such as `dicom/pydicom/CT_small.dcm`
 */
export function sharedData(path: string): string | undefined {
  return existsSync(root + path) ? root + path : undefined;
}

/** What a test prints when it skips because the real files are not beside the project. */
export const noSharedData = 'the real medical files (../shared/data) are not beside the project';
