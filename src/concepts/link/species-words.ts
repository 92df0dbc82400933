import type { Sentence } from '../../core/words.ts';

/** Words by which papers name the species that genes are of, and the identifier of each. */
const words: ReadonlyMap<string, string> = new Map(
  Object.entries({
    9606: 'human humans man men woman women patient patients child children infant infants individual individuals people person persons volunteer volunteers subject subjects proband probands homo',
    10090: 'mouse mice murine mus',
    10116: 'rat rats rattus',
    7227: 'drosophila fly flies melanogaster',
    7955: 'zebrafish danio',
    6239: 'elegans nematode caenorhabditis',
    4932: 'yeast cerevisiae saccharomyces',
    4896: 'pombe schizosaccharomyces',
    3702: 'arabidopsis thaliana',
    8355: 'xenopus laevis',
    9031: 'chicken chick chickens avian gallus',
    9913: 'bovine cattle cow cows calf taurus',
    9823: 'pig pigs porcine swine',
    9986: 'rabbit rabbits',
    9615: 'dog dogs canine',
    10036: 'hamster hamsters',
    562: 'coli escherichia bacterial',
  }).flatMap(([id, row]) => row.split(' ').map((word) => [word, `NCBITaxon:${id}`] as const)),
);

export const human = 'NCBITaxon:9606';

/** The species that a word names. */
export function speciesOfWord(word: string): string | undefined {
  return words.get(word.toLowerCase());
}

/** The letter that stands before a gene's symbol for its species: `hTERT`, `mBrca1`. */
export const speciesLetters: Readonly<Record<string, string>> = {
  h: human,
  m: 'NCBITaxon:10090',
  r: 'NCBITaxon:10116',
  d: 'NCBITaxon:7227',
  z: 'NCBITaxon:7955',
  x: 'NCBITaxon:8355',
  y: 'NCBITaxon:4932',
};

interface Place {
  readonly at: number;
  readonly species: string;
}

/** The species that a document speaks of, by place. */
export class DocumentSpecies {
  /** The sentences that name a species, in order, with the places in each. */
  readonly #sentences: { readonly start: number; readonly end: number; readonly places: readonly Place[] }[] = [];
  readonly #counts = new Map<string, number>();
  #all = 0;

  /** The next sentence of the document. */
  add({ start, end, words }: Sentence): void {
    const places: Place[] = [];
    for (const word of words) {
      const species = speciesOfWord(word.text);
      if (species === undefined) continue;
      places.push({ at: word.start, species });
      this.#counts.set(species, (this.#counts.get(species) ?? 0) + 1);
    }
    this.#all += places.length;
    if (places.length > 0) this.#sentences.push({ start, end, places });
  }

  /** How much of what the document says of species says this one, in [0, 1]; where it says nothing it is of humans. */
  share(species: string): number {
    if (this.#all === 0) return species === human ? 1 : 0;
    return (this.#counts.get(species) ?? 0) / this.#all;
  }

  /** The species of the word that stands nearest to a place in its sentence, one before it sooner than one behind. */
  near(at: number): string | undefined {
    let best: Place | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const place of this.#placesAround(at)) {
      const distance = place.at <= at ? at - place.at : 2 * (place.at - at);
      if (distance < least) {
        best = place;
        least = distance;
      }
    }
    return best?.species;
  }

  /** The places in the sentence that holds an offset. */
  #placesAround(at: number): readonly Place[] {
    let low = 0;
    let high = this.#sentences.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sentences[middle]!.end <= at) low = middle + 1;
      else high = middle;
    }
    const sentence = this.#sentences[low];
    return sentence !== undefined && sentence.start <= at ? sentence.places : [];
  }
}
