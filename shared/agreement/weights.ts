/** How much two categories (by their index) agree: 1 when equal, symmetric, usually in [0, 1]. */
export type Weights = (category: number, other: number) => number;

export const identityWeights: Weights = (category, other) => (category === other ? 1 : 0);

/** 1 - |x - y| / range. @see Cicchetti and Allison 1971 */
export function linearWeights(values: Float64Array): Weights {
  const range = rangeOf(values);
  return (category, other) => (category === other ? 1 : 1 - Math.abs(values[category]! - values[other]!) / range);
}

/** 1 - (x - y)^2 / range^2. @see Fleiss and Cohen 1973 */
export function quadraticWeights(values: Float64Array): Weights {
  const range = rangeOf(values);
  return (category, other) => (category === other ? 1 : 1 - ((values[category]! - values[other]!) / range) ** 2);
}

/** One minus the number of pairs that can be made of the categories from one to the other, over the most. @see Gwet 2014, section 3.5 */
export function ordinalWeights(values: Float64Array): Weights {
  const most = (values.length * (values.length - 1)) / 2;
  return (category, other) => {
    const apart = Math.abs(category - other);
    return apart === 0 ? 1 : 1 - ((apart + 1) * apart) / 2 / most;
  };
}

const rangeOf = (values: Float64Array): number => values[values.length - 1]! - values[0]!;

/** Sum over both categories of weight x share x other share: the agreement that shares give by chance. */
export function chanceAgreement(weights: Weights, shares: Float64Array, others = shares): number {
  if (weights === identityWeights) return shares.reduce((sum, share, at) => sum + share * others[at]!, 0);
  let sum = 0;
  for (let k = 0; k < shares.length; k++)
    for (let l = 0; l < others.length; l++) sum += weights(k, l) * shares[k]! * others[l]!;
  return sum;
}

/** Sum of all weights, of `categories` squared. */
export function totalWeight(weights: Weights, categories: number): number {
  return chanceAgreement(weights, new Float64Array(categories).fill(1));
}
