import type { Matrix } from 'ml-matrix';

/**
 * The log expected empirical prediction (Nguyen et al., 2020, equations 1 and 2): the mean log-likelihood of the target's
 * labels y if a label z is drawn from what the candidate's classifier θ says of a word, and y from P(y | z) as counted over
 * the words: 1/n Σᵢ log Σ_z P(yᵢ | z) θ(xᵢ)_z. At most 0; −H(Y) where θ tells nothing of the labels.
 * @param theta distributions over the candidate's labels, `[words, candidate labels]`.
 * @param labels the target's, one a word.
 */
export function leep(theta: Matrix, labels: ArrayLike<number>): number {
  const kinds = [...new Set(Array.from(labels))];
  const joint = kinds.map(() => new Float64Array(theta.columns));
  const marginal = new Float64Array(theta.columns);
  const rowOf = Array.from(labels, (label) => kinds.indexOf(label));
  for (let word = 0; word < theta.rows; word++) {
    const line = joint[rowOf[word] as number] as Float64Array;
    for (let z = 0; z < theta.columns; z++) {
      line[z] = (line[z] as number) + theta.get(word, z);
      marginal[z] = (marginal[z] as number) + theta.get(word, z);
    }
  }
  let sum = 0;
  for (let word = 0; word < theta.rows; word++) {
    const line = joint[rowOf[word] as number] as Float64Array;
    let likelihood = 0;
    for (let z = 0; z < theta.columns; z++) {
      const all = marginal[z] as number;
      if (all > 0) likelihood += ((line[z] as number) / all) * theta.get(word, z);
    }
    sum += Math.log(likelihood);
  }
  return sum / theta.rows;
}
