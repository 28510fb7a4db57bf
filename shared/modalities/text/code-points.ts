/** Converts offsets between UTF-16 units (ours) and Unicode code points (brat's). */
export interface Offsets {
  /** an offset inside a pair of surrogates counts as its end */
  toCodePoints(unit: number): number;
  /** `undefined` beyond the text */
  toUnits(codePoint: number): number | undefined;
}

export function offsetsOf(text: string): Offsets {
  const starts: number[] = []; // the unit at which each code point begins
  for (let unit = 0; unit < text.length; unit += text.codePointAt(unit)! > 0xffff ? 2 : 1) starts.push(unit);
  starts.push(text.length);
  return {
    toUnits: (codePoint) => starts[codePoint],
    toCodePoints: (unit) => {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (starts[middle]! < unit) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
