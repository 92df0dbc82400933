import { measures } from '../../../src/transfer/measures.ts';
import { measureText } from '../../../src/transfer/output/numbers.ts';
import type { ComparedPair, MeasureId } from '../../../src/transfer/report.ts';
import { t } from '../../texts.ts';

/** What a measure tells, in a line. */
export function measureMeaning(id: MeasureId): string {
  const meanings: Record<MeasureId, string> = {
    wordOverlap: t('How much of their vocabularies the two corpora share.'),
    entityWordOverlap: t('How much of the words inside mentions they share.'),
    entityOverlap: t('The share of the target’s mentions that are mentions of the candidate, too.'),
    entityOverlapNormalised: t('The same without regard to case, hyphens, accents and plurals.'),
    labelConflict: t('How often what one labels as a mention stands in the other without a label.'),
    tfidfCosine: t('How alike the frequencies of their telling words are.'),
    topicSimilarity: t('How alike the topics are that they write of.'),
    sentenceCosine: t('How alike the encoder finds their mean sentences.'),
    mentionCosine: t('How alike the encoder finds their mean mentions.'),
    sentenceFrechet: t('How far apart their sentences lie for the encoder, in mean and spread.'),
    mentionFrechet: t('How far apart their mentions lie for the encoder, in mean and spread.'),
    sentenceMmd: t('How well the encoder tells their sentences apart.'),
    mentionMmd: t('How well the encoder tells their mentions apart.'),
    leep: t('How well the candidate’s labels tell those of the target’s words.'),
    logme: t('How well what is learnt from the candidate explains the target’s labels.'),
    hScore: t('How clearly what is learnt from the candidate sets the target’s labels apart.'),
  };
  return meanings[id];
}

/** Which values of a measure speak for a candidate. */
export function closerWords(id: MeasureId): string {
  return measures[id].closer === 'higher' ? t('higher is closer') : t('lower is closer');
}

/** A measure of a pair; a dash where it is not defined. */
export function valueText({ values }: ComparedPair, id: MeasureId): string {
  const value = values[id];
  return value === null ? '–' : measureText(value);
}
