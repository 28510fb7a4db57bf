/** The probability that each voxel truly belongs to the structure, and how well each rater outlines it. */
export type Staple = {
  readonly probabilities: Float64Array;
  /** Per rater: share of true voxels marked, share of other voxels left unmarked. */
  readonly sensitivity: Float64Array;
  readonly specificity: Float64Array;
  readonly iterations: number;
};

/**
 * Simultaneous truth and performance level estimation for one structure outlined by several raters.
 * The prior is the share of all marks; raters start at 0.99999; runs until no probability moves by 1e-9.
 * @param marks one per rater, all of equal length: 1 where marked, otherwise 0; no smoothing in space
 * @returns `undefined` without raters or voxels
 * @see Warfield, Zou and Wells 2004, IEEE Trans Med Imaging 23:903-921, eq. 14-19
 */
export function staple(marks: readonly Uint8Array[], mostIterations = 10_000): Staple | undefined {
  const voxels = marks[0]?.length ?? 0;
  if (voxels === 0) return undefined;
  if (marks.some((rater) => rater.length !== voxels)) throw new Error('staple: every rater marks the same voxels');
  const marked = marks.reduce((sum, rater) => sum + rater.reduce((count, mark) => count + mark, 0), 0);
  const prior = marked / (marks.length * voxels);
  const sensitivity = new Float64Array(marks.length).fill(START);
  const specificity = new Float64Array(marks.length).fill(START);
  const probabilities = new Float64Array(voxels);
  for (let iterations = 1; ; iterations++) {
    const moved = expectTruth(marks, { prior, sensitivity, specificity }, probabilities);
    if (moved < 1e-9 || iterations === mostIterations) return { probabilities, sensitivity, specificity, iterations };
    maximisePerformance(marks, probabilities, sensitivity, specificity);
  }
}

const START = 0.99999;

type Performance = { prior: number; sensitivity: Float64Array; specificity: Float64Array };

/** Writes the probability of each voxel; gives the largest change. */
function expectTruth(marks: readonly Uint8Array[], now: Performance, probabilities: Float64Array): number {
  let moved = 0;
  for (let voxel = 0; voxel < probabilities.length; voxel++) {
    let isTrue = now.prior;
    let isOther = 1 - now.prior;
    for (let rater = 0; rater < marks.length; rater++) {
      const isMarked = marks[rater]![voxel] === 1;
      isTrue *= isMarked ? now.sensitivity[rater]! : 1 - now.sensitivity[rater]!;
      isOther *= isMarked ? 1 - now.specificity[rater]! : now.specificity[rater]!;
    }
    const next = isTrue + isOther > 0 ? isTrue / (isTrue + isOther) : now.prior;
    moved = Math.max(moved, Math.abs(next - probabilities[voxel]!));
    probabilities[voxel] = next;
  }
  return moved;
}

/** A rater keeps its value where no voxel informs it. */
function maximisePerformance(
  marks: readonly Uint8Array[],
  probabilities: Float64Array,
  sensitivity: Float64Array,
  specificity: Float64Array,
): void {
  const inside = probabilities.reduce((sum, probability) => sum + probability, 0);
  const outside = probabilities.length - inside;
  marks.forEach((rater, at) => {
    const hit = probabilities.reduce((sum, probability, voxel) => sum + probability * rater[voxel]!, 0);
    const spared = probabilities.reduce((sum, probability, voxel) => sum + (1 - probability) * (1 - rater[voxel]!), 0);
    if (inside > 0) sensitivity[at] = hit / inside;
    if (outside > 0) specificity[at] = spared / outside;
  });
}
