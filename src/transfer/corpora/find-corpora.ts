import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { type CorpusFile, corpusParts } from '../../corpus/parts.ts';

/** A corpus that is asked for: its folder or file, or that with what of it is compared. */
export type CorpusPlace =
  | string
  | {
      readonly place: string;
      /** Whether only sentences with a mention are compared, as a study may train on them only. */
      readonly onlyWithMentions?: boolean;
    };

/** A corpus that is to be compared, found but not read. */
export interface FoundCorpus {
  /** Unique among those that were found together. */
  readonly name: string;
  /** Its folder or file, absolute. */
  readonly place: string;
  /** Its training part, or the only one that it has. */
  readonly part: CorpusFile;
  readonly onlyWithMentions: boolean;
}

/**
 * Finds corpora in folders or files of any form, and gives each a name: its own, with its folder's before it where two
 * have the same, or its whole path where that does not tell them apart.
 * @throws UserError if one is not there, is given twice, or has several parts and none to train on.
 */
export async function findCorpora(places: readonly CorpusPlace[]): Promise<readonly FoundCorpus[]> {
  const found: (Omit<FoundCorpus, 'name'> & { readonly own: string; readonly real: string })[] = [];
  for (const given of places) {
    const { place: named, onlyWithMentions = false } = typeof given === 'string' ? { place: given } : given;
    const place = path.resolve(named);
    const { name, parts } = await corpusParts(place);
    const part = parts.find(({ split }) => split === 'train') ?? (parts.length === 1 ? parts[0] : undefined);
    if (!part) {
      const there = parts.map(({ split }) => split).join(' and ');
      throw new UserError(`${place}: it has ${there}, but no train part to compare; give the file of one of them`);
    }
    const real = await realpath(part.place);
    if (found.some((other) => other.real === real)) {
      throw new UserError(`${place}: it is given twice; a corpus is compared with others`);
    }
    found.push({ own: name, place, real, part, onlyWithMentions });
  }
  const names = uniqueNames(found);
  return found.map(({ own: _, real: __, ...corpus }, index) => ({ name: names[index] ?? corpus.place, ...corpus }));
}

function uniqueNames(found: readonly { readonly own: string; readonly place: string }[]): readonly string[] {
  const longer = found.map(({ own, place }) => `${path.basename(path.dirname(place))}/${own}`);
  const isOnce = (names: readonly string[], name: string) => names.filter((other) => other === name).length === 1;
  const own = found.map((corpus) => corpus.own);
  return found.map(({ place }, index) => {
    const [short = place, long = place] = [own[index], longer[index]];
    if (isOnce(own, short)) return short;
    return isOnce(longer, long) ? long : place;
  });
}
