import type { ClientModality } from './contract.ts';
import { imagingModality } from './imaging/modality.tsx';
import { textModality } from './text/modality.tsx';

/** The client half of every modality; their viewers are fetched when they are first needed. */
export const clientModalities: readonly ClientModality[] = [imagingModality, textModality];

/** The client half of an item's modality; `undefined` for one that this version does not know. */
export const clientModalityOf = (id: string): ClientModality | undefined => clientModalities.find((modality) => modality.id === id);
