import { openDatabase } from '../storage/open-database.ts';
import { addMasterKey, isRotationUnfinished, rewrapKeys } from '../storage/rotate-keys.ts';
import { existingConfig } from './installation.ts';
import { printLine, tell } from './outcome.ts';

/** Gives the installation a new master key and wraps every data key by it, while the server is stopped. Run again after it was cut off it finishes, with the key it had begun with. */
export async function rotateKeys({ dataDir }: { dataDir?: string }): Promise<void> {
  const config = existingConfig(dataDir);
  const present = await openDatabase(config); // proves that nobody else has it open and that the present key is right
  const isToBeFinished = await isRotationUnfinished(present);
  await present.close();
  if (config.masterKey === undefined && !isToBeFinished) addMasterKey(config.dataDirectory);
  const storage = await openDatabase(config);
  try {
    printLine({ ok: true, rewrapped: await rewrapKeys(storage) });
  } finally {
    await storage.close();
  }
  if (config.masterKey === undefined)
    tell('Back up keys/master.key again, apart from the data; older backups still need the older lines in it.');
  else
    tell('The key of CONSILIUM_KEY is the current one. CONSILIUM_KEY_PREVIOUS is only needed for older backups now.');
}
