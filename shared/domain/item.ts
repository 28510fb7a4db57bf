import * as z from 'zod/mini';

/**
 * Where an item stands. `reading`: blind or open readings are under way. `compared`: every reading wanted is submitted and
 * compared, still hidden from the readers. `revealed`: readers of the item see all readings. `signed`: the consensus is frozen.
 */
export const ItemPhaseSchema = z.enum(['reading', 'compared', 'revealed', 'signed']);
export type ItemPhase = z.infer<typeof ItemPhaseSchema>;

export const BlindingSchema = z.enum(['blind', 'open']);
export type Blinding = z.infer<typeof BlindingSchema>;

/** `reserved`: taken from the queue, given back when the reservation ends. `returned`: given back on purpose. */
export const AssignmentStateSchema = z.enum(['assigned', 'reserved', 'open', 'submitted', 'returned']);
export type AssignmentState = z.infer<typeof AssignmentStateSchema>;
