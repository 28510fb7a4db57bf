/** Every file of a drop, folders included, with its path as its name; unreadable entries are left to the browser's own message. */
export async function droppedFiles(transfer: DataTransfer): Promise<{ name: string; file: File }[]> {
  // Entries must be taken before the first await: the transfer is emptied afterwards.
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry): entry is FileSystemEntry => entry !== null);
  const found: { name: string; file: File }[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

/** Files chosen with a picker; those of a folder bring their path. */
export const pickedFiles = (list: FileList): { name: string; file: File }[] =>
  [...list].map((file) => ({ name: file.webkitRelativePath || file.name, file }));

async function collect(entry: FileSystemEntry, found: { name: string; file: File }[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File | undefined>((resolve) =>
      (entry as FileSystemFileEntry).file(resolve, () => resolve(undefined)),
    ); // isFile says so
    if (file && !file.name.startsWith('.')) found.push({ name: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader(); // the only other kind
  for (let batch = await readBatch(reader); batch.length > 0; batch = await readBatch(reader))
    for (const child of batch) await collect(child, found);
}

/** A directory is read in batches until an empty one. */
const readBatch = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
