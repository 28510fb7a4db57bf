/** A stretch that one rater marked: whole numbers, half-open [start, end). One rater's stretches of one label do not overlap. */
export type MarkedSpan = {
  readonly rater: number;
  readonly start: number;
  readonly end: number;
  readonly label: string;
};

/** The text or recording that all raters saw, half-open. */
export type Continuum = { readonly start: number; readonly end: number; readonly raters: number };

export type UnitizingDisagreement = { readonly observed: number; readonly expected: number };

/**
 * Krippendorff's alpha for spans: did raters mark the same stretches, label by label.
 * @returns 1 for equal marks; `undefined` where nobody marked anything, with one rater, or on an empty continuum
 * @see Krippendorff 2004, Content Analysis, 2nd ed., section 11.6
 */
export function unitizingAlpha(spans: readonly MarkedSpan[], continuum: Continuum): number | undefined {
  const labels = [...new Set(spans.map((span) => span.label))];
  const parts = labels.map((label) => unitizingDisagreement(spans, continuum, label));
  const expected = parts.reduce((sum, part) => sum + (part?.expected ?? 0), 0);
  const observed = parts.reduce((sum, part) => sum + (part?.observed ?? 0), 0);
  return expected > 0 ? 1 - observed / expected : undefined;
}

/** Both disagreements over one label; alpha of the label is 1 - observed / expected. */
export function unitizingDisagreement(
  spans: readonly MarkedSpan[],
  { start, end, raters }: Continuum,
  label: string,
): UnitizingDisagreement | undefined {
  const length = end - start;
  const own = spans.filter((span) => span.label === label);
  if (raters < 2 || length <= 0 || own.length === 0) return undefined;
  const sections = Array.from({ length: raters }, (_, rater) =>
    sectionsOf(
      own.filter((span) => span.rater === rater),
      start,
      end,
    ),
  );
  return { observed: observedOf(sections, length), expected: expectedOf(sections, length) };
}

type Section = { readonly start: number; readonly end: number; readonly isMarked: boolean };

/** The continuum cut at every mark: marks and the gaps between them, in order. */
function sectionsOf(spans: readonly MarkedSpan[], start: number, end: number): readonly Section[] {
  const sections: Section[] = [];
  let at = start;
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    if (span.start > at) sections.push({ start: at, end: span.start, isMarked: false });
    sections.push({ start: span.start, end: span.end, isMarked: true });
    at = span.end;
  }
  if (at < end) sections.push({ start: at, end, isMarked: false });
  return sections;
}

function observedOf(sections: readonly (readonly Section[])[], length: number): number {
  let sum = 0;
  for (const [i, mine] of sections.entries())
    for (const [j, theirs] of sections.entries())
      if (i !== j) for (const one of mine) for (const other of theirs) sum += difference(one, other);
  return sum / (sections.length * (sections.length - 1) * length ** 2);
}

/** Squared distance of both ends of two marks that meet; the squared length of a mark inside a gap; otherwise 0. */
function difference(one: Section, other: Section): number {
  if (one.isMarked && other.isMarked) {
    const meet = one.start < other.end && other.start < one.end;
    return meet ? (one.start - other.start) ** 2 + (one.end - other.end) ** 2 : 0;
  }
  if (one.isMarked && isWithin(one, other)) return (one.end - one.start) ** 2;
  if (other.isMarked && isWithin(other, one)) return (other.end - other.start) ** 2;
  return 0;
}

const isWithin = (inner: Section, outer: Section): boolean =>
  !outer.isMarked && outer.start <= inner.start && inner.end <= outer.end;

function expectedOf(sections: readonly (readonly Section[])[], length: number): number {
  const all = sections.flat().map(({ start, end, isMarked }) => ({ long: end - start, isMarked }));
  const marks = all.filter((section) => section.isMarked);
  const gaps = all.filter((section) => !section.isMarked);
  let sum = 0;
  for (const { long } of marks) {
    const room = gaps.reduce((total, gap) => (gap.long >= long ? total + gap.long - long + 1 : total), 0);
    sum += ((marks.length - 1) / 3) * (2 * long ** 3 - 3 * long ** 2 + long) + long ** 2 * room;
  }
  const places = sections.length * length;
  const taken = marks.reduce((total, { long }) => total + long * (long - 1), 0);
  return ((2 / length) * sum) / (places * (places - 1) - taken);
}
