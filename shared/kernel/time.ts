/** A moment in UTC, ISO 8601 with milliseconds and `Z`; sorts as text. */
export type Instant = string;

/** Gives the present moment; passed in wherever time matters, so that core code has no clock of its own. */
export type Clock = () => Instant;

export const millisecondsOf = (at: Instant): number => Date.parse(at);

export const instantOf = (milliseconds: number): Instant => new Date(milliseconds).toISOString();
