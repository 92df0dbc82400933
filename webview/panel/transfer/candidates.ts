import type { TransferReport } from '../../../src/protocol/transfer.ts';
import type { Places } from '../place-options.ts';
import type { TransferState } from './kept.ts';

type Choice = Pick<TransferState, 'target' | 'added' | 'left'>;

/** The corpora that may be compared with the target, in the order in which they are offered. */
export function offeredCorpora(places: Places, { target, added }: Choice): readonly string[] {
  const all = [...places.map(({ place }) => place), ...added];
  return [...new Set(all)].filter((place) => place !== target);
}

/** Those of them that are to be compared. */
export function chosenCorpora(places: Places, choice: Choice): readonly string[] {
  return offeredCorpora(places, choice).filter((place) => !choice.left.includes(place));
}

/** The choice that a report was made by. */
export function choiceOf({ corpora, target: name }: TransferReport, places: Places): Choice {
  const target = corpora.find((corpus) => corpus.name === name)?.place ?? '';
  const added = corpora.map(({ place }) => place).filter((place) => place !== target);
  const left = places.map(({ place }) => place).filter((place) => !added.includes(place));
  return { target, added, left };
}
