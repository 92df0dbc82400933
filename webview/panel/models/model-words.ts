import type { ModelDetails } from '../../../src/protocol/models.ts';
import { t } from '../../texts.ts';
import { methodWords } from '../run-words.ts';
import { bytesText, dateText, nameOf, numberText } from '../words.ts';

/** `BERT`, of our one line on a model; undefined of a broken one. */
function familyOf({ description, broken }: ModelDetails): string | undefined {
  const [family] = description.split(':');
  return broken || family === undefined || family === '' ? undefined : family;
}

/** Weights in millions: `14.4 M`. */
function weightsText(parameters: number): string {
  return t('{0} M weights', numberText(parameters / 1e6, parameters < 1e7 ? 1 : 0));
}

/** What is known of a model: names for people, and what it has. */
export function modelFacts(model: ModelDetails): readonly (readonly [string, string])[] {
  const { parameters, bytes, date, method, base, folder } = model;
  const kind = [familyOf(model), parameters === undefined ? undefined : weightsText(parameters)];
  const known = kind.filter((each) => each !== undefined).join(', ');
  return [
    ...(known === '' ? [] : [[t('Encoder'), known] as const]),
    ...(method === undefined ? [] : [[t('Method'), methodWords(method)] as const]),
    ...(base === undefined ? [] : [[t('Base model'), nameOf(base)] as const]),
    ...(date === undefined ? [] : [[method === undefined ? t('Added') : t('Trained'), dateText(date)] as const]),
    [t('On disk'), bytesText(bytes)],
    [t('Folder'), folder],
  ];
}
