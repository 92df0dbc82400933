import { type MeasureId, measureIds, type TransferReport } from './report.ts';

/** What a measure looks at. */
export const measureGroups = ['words', 'entities', 'topics', 'representations', 'estimators'] as const;
export type MeasureGroup = (typeof measureGroups)[number];

/** What there is to know of a measure; docs/transfer.md says the same. */
export interface Measure {
  readonly id: MeasureId;
  /** For headings, in at most 24 characters. */
  readonly title: string;
  readonly group: MeasureGroup;
  /** Whether target and candidate may change places. */
  readonly symmetric: boolean;
  /** Which values tell that corpora are alike, or that the candidate fits the target. */
  readonly closer: 'higher' | 'lower';
  /** The least and the greatest value; null where there is no bound. */
  readonly range: readonly [least: number | null, greatest: number | null];
  /** What it counts in, for people. */
  readonly unit: 'share' | 'cosine' | 'squared distance' | 'log-likelihood per word' | 'score';
  /** T is the target, C the candidate. */
  readonly formula: string;
  readonly source: string;
}

/** To be raised whenever a measure gives another value for the same corpora: what is cached is computed again then. */
export const measuresVersion = 1;

/** What candidates are ranked by where no gain can be predicted. */
export const rankingMeasure: MeasureId = 'entityWordOverlap';

const akdemir = 'Akdemir and Shibuya 2020, arXiv:2011.00425';

/** Every measure, in the order of reports. */
export const measures: Readonly<Record<MeasureId, Measure>> = {
  wordOverlap: {
    id: 'wordOverlap',
    title: 'shared words',
    group: 'words',
    symmetric: true,
    closer: 'higher',
    range: [0, 1],
    unit: 'share',
    formula: '2·|V(T) ∩ V(C)| / (|V(T)| + |V(C)|)',
    source: `Dice 1945; as a measure of transferability ${akdemir}`,
  },
  entityWordOverlap: {
    id: 'entityWordOverlap',
    title: 'shared entity words',
    group: 'words',
    symmetric: true,
    closer: 'higher',
    range: [0, 1],
    unit: 'share',
    formula: '2·|E(T) ∩ E(C)| / (|E(T)| + |E(C)|)',
    source: `Dice 1945; as a measure of transferability ${akdemir}`,
  },
  entityOverlap: {
    id: 'entityOverlap',
    title: 'known mentions',
    group: 'entities',
    symmetric: false,
    closer: 'higher',
    range: [0, 1],
    unit: 'share',
    formula: '|{m ∈ M(T) : s(m) ∈ S(C)}| / |M(T)|',
    source: 'of this project',
  },
  entityOverlapNormalised: {
    id: 'entityOverlapNormalised',
    title: 'known, normalised',
    group: 'entities',
    symmetric: false,
    closer: 'higher',
    range: [0, 1],
    unit: 'share',
    formula: '|{m ∈ M(T) : n(s(m)) ∈ n(S(C))}| / |M(T)|',
    source: 'of this project',
  },
  labelConflict: {
    id: 'labelConflict',
    title: 'label conflict',
    group: 'entities',
    symmetric: true,
    closer: 'lower',
    range: [0, 1],
    unit: 'share',
    formula: '(c(T, C) + c(C, T)) / 2, c(A, B) = Σ_s m_A(s)·|p_A(s) − p_B(s)| / Σ_s m_A(s)',
    source: 'of this project, after the failure on Linnaeus that GERBERA tells of',
  },
  tfidfCosine: {
    id: 'tfidfCosine',
    title: 'TF-IDF cosine',
    group: 'topics',
    symmetric: true,
    closer: 'higher',
    range: [0, 1],
    unit: 'cosine',
    formula: 'x(T)·x(C) / (|x(T)|·|x(C)|)',
    source: 'Salton and Buckley 1988',
  },
  topicSimilarity: {
    id: 'topicSimilarity',
    title: 'topic similarity',
    group: 'topics',
    symmetric: true,
    closer: 'higher',
    range: [0, 1],
    unit: 'share',
    formula: '1 − √JS(t(T), t(C))',
    source: `Lee and Seung 1999, Endres and Schindelin 2003; topics as a measure of transferability ${akdemir}`,
  },
  sentenceCosine: {
    id: 'sentenceCosine',
    title: 'sentence cosine',
    group: 'representations',
    symmetric: true,
    closer: 'higher',
    range: [-1, 1],
    unit: 'cosine',
    formula: 'μ(T)·μ(C) / (|μ(T)|·|μ(C)|)',
    source: akdemir,
  },
  mentionCosine: {
    id: 'mentionCosine',
    title: 'mention cosine',
    group: 'representations',
    symmetric: true,
    closer: 'higher',
    range: [-1, 1],
    unit: 'cosine',
    formula: 'as of sentences',
    source: akdemir,
  },
  sentenceFrechet: {
    id: 'sentenceFrechet',
    title: 'sentence Fréchet',
    group: 'representations',
    symmetric: true,
    closer: 'lower',
    range: [0, null],
    unit: 'squared distance',
    formula: '|μ(T) − μ(C)|² + tr(Σ(T) + Σ(C) − 2·(Σ(T)·Σ(C))^½)',
    source: 'Dowson and Landau 1982; of features Heusel et al. 2017',
  },
  mentionFrechet: {
    id: 'mentionFrechet',
    title: 'mention Fréchet',
    group: 'representations',
    symmetric: true,
    closer: 'lower',
    range: [0, null],
    unit: 'squared distance',
    formula: 'as of sentences',
    source: 'Dowson and Landau 1982; of features Heusel et al. 2017',
  },
  sentenceMmd: {
    id: 'sentenceMmd',
    title: 'sentence MMD²',
    group: 'representations',
    symmetric: true,
    closer: 'lower',
    range: [null, 2],
    unit: 'squared distance',
    formula: 'mean k(t, t′) + mean k(c, c′) − 2·mean k(t, c)',
    source: 'Gretton et al. 2012, equation 3',
  },
  mentionMmd: {
    id: 'mentionMmd',
    title: 'mention MMD²',
    group: 'representations',
    symmetric: true,
    closer: 'lower',
    range: [null, 2],
    unit: 'squared distance',
    formula: 'as of sentences',
    source: 'Gretton et al. 2012, equation 3',
  },
  leep: {
    id: 'leep',
    title: 'LEEP',
    group: 'estimators',
    symmetric: false,
    closer: 'higher',
    range: [null, 0],
    unit: 'log-likelihood per word',
    formula: 'mean of ln Σ_z P(y | z)·θ(x)_z',
    source: 'Nguyen et al. 2020, equations 1 and 2',
  },
  logme: {
    id: 'logme',
    title: 'LogME',
    group: 'estimators',
    symmetric: false,
    closer: 'higher',
    range: [null, null],
    unit: 'log-likelihood per word',
    formula: 'mean of max ln p(y | F, α, β) / n',
    source: 'You et al. 2021, section 4',
  },
  hScore: {
    id: 'hScore',
    title: 'H-score',
    group: 'estimators',
    symmetric: false,
    closer: 'higher',
    range: [0, null],
    unit: 'score',
    formula: '(1 − α)·tr(Σ_α⁻¹·Σ_y)',
    source: 'Bao et al. 2019, with the shrinkage of Ibrahim et al. 2022',
  },
};

/** One of each group, where the prediction goes by no other. */
const telling: readonly MeasureId[] = [
  'entityWordOverlap',
  'labelConflict',
  'topicSimilarity',
  'mentionFrechet',
  'logme',
];

/** The few measures that tell most of a report, in the order of reports. */
export function tellingMeasures({ prediction, rankedBy }: TransferReport): readonly MeasureId[] {
  return measureIds.filter((id) => id === rankedBy || prediction?.measures.includes(id) || telling.includes(id));
}
