/** One element of a data set: where its value lies, and its items or fragments where it has some. */
export type Element = {
  readonly tag: number;
  /** `undefined` where the encoding is implicit. */
  readonly vr: string | undefined;
  readonly offset: number;
  /** Bytes that are really there; less than `declaredLength` where the file is cut short. */
  readonly length: number;
  readonly declaredLength: number;
  readonly items?: readonly DataSet[];
  readonly fragments?: readonly Fragment[];
};

/** A fragment of encapsulated pixel data; `itemOffset` is where its item tag begins. */
export type Fragment = {
  readonly itemOffset: number;
  readonly offset: number;
  readonly length: number;
  readonly declaredLength: number;
};

/** Elements by tag (`0xGGGGEEEE`), with the bytes they point into. */
export type DataSet = {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  readonly explicit: boolean;
  readonly elements: ReadonlyMap<number, Element>;
};

export const emptyDataSet = (bytes: Uint8Array): DataSet => ({
  bytes,
  littleEndian: true,
  explicit: true,
  elements: new Map(),
});

/** `(0028,0010)`, the way the standard prints a tag. */
export function tagName(tag: number): string {
  const hex = tag.toString(16).toUpperCase().padStart(8, '0');
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}
