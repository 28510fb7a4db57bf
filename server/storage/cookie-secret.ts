import * as z from 'zod';

export const cookieSecretSetting = 'cookie-secret';

/** What signs the session cookies, as kept in `settings`: wrapped by the master key; `dek` in base64. */
export const CookieSecretSchema = z.object({ dek: z.string(), kek: z.string() });
