/** A string that only its own schema can make: a `UserId` is never taken for an `ItemId`. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };
