/** To whom a data key is wrapped: a key moved to another row does not open there. */
export const documentOwner = (document: string) => `document ${document}`;
export const blobOwner = (sha256: string) => `blob ${sha256}`;
export const itemOwner = (item: string) => `item ${item}`;
export const signingKeyOwner = 'audit signing key';
export const cookieSecretOwner = 'session cookies';
