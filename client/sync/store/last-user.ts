const userKey = 'consilium-user';

/** The person last signed in on this device, known without the server. */
export const lastUser = (): string | undefined => localStorage.getItem(userKey) ?? undefined;

export function rememberUser(user: string): void {
  if (lastUser() !== user) localStorage.setItem(userKey, user);
}

export const forgetUser = (): void => localStorage.removeItem(userKey);
