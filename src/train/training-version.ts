/**
 * The version of what training computes: raised whenever the same configuration on the same data no longer gives the same
 * scores, so that results of before are not taken for those of now.
 */
export const trainingVersion = 1;
