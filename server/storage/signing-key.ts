import * as z from 'zod';

export const signingKeySetting = 'audit.signing-key';

/** The audit trail's Ed25519 key as kept in `settings`: the seed wrapped by the master key; all base64 but `kekId`. */
export const SigningKeySchema = z.object({ publicKey: z.string(), seed: z.string(), kekId: z.string() });
export type SigningKey = z.infer<typeof SigningKeySchema>;
