import { UserError } from '../../core/errors.ts';
import type { Split } from '../../corpus/corpus.ts';
import type { FormName } from '../../corpus/forms/form.ts';
import { type CorpusFile, corpusParts } from '../../corpus/parts.ts';

/** What of a corpus is evaluated. */
export interface ChosenPart {
  /** The corpus's name. */
  readonly name: string;
  readonly part: CorpusFile;
  /** Its training part, which tells the mentions that are known; absent where that is the part itself. */
  readonly training?: CorpusFile;
}

/**
 * Finds a corpus and the part of it that is asked for: without `split` its test part, else the only one that there is.
 * @throws UserError if there is no corpus, it has no such part, or it is not to tell which part is meant.
 */
export async function choosePart(place: string, split?: Split, form?: FormName): Promise<ChosenPart> {
  const { name, parts } = await corpusParts(place, form);
  const there = parts.map((part) => part.split).filter((known) => known !== undefined);
  const known = there.length > 0 ? `it has ${there.join(', ')}` : 'it is one file without parts; leave --split out';
  const [only] = parts;
  const part = split === undefined ? (ofSplit(parts, 'test') ?? only) : ofSplit(parts, split);
  if (!part || (split === undefined && part.split !== 'test' && parts.length > 1)) {
    throw new UserError(
      split === undefined
        ? `${place}: there is no test part in it; choose another by --split: ${known}`
        : `${place}: there is no ${split} part in it; ${known}`,
    );
  }
  const training = ofSplit(parts, 'train');
  return { name, part, ...(training && training !== part ? { training } : {}) };
}

function ofSplit(parts: readonly CorpusFile[], split: Split): CorpusFile | undefined {
  return parts.find((part) => part.split === split);
}
