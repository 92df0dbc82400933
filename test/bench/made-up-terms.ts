import { randomOf } from '../../src/core/random.ts';

const onsets = 'b br c ch cl cr d dr f fl g gl gr h k l m n p ph pl pr r rh s sc sp st str t th tr v z'.split(' ');
const vowels = 'a a e e i i o o u y ae eo ia io'.split(' ');
const codas = ['', '', '', 'l', 'm', 'n', 'r', 's', 'x'];
const endings = 'oma osis itis emia ase in ine ol ate ide al ic ous opathy syndrome gen cyte plasty ium us a e'.split(
  ' ',
);
const frequent = 'cell protein disease factor receptor type acid human alpha beta syndrome deficiency carcinoma'.split(
  ' ',
);

/** How many different words there are besides symbols. */
const vocabulary = 60_000;

/**
 * A table of terms (TSV) of made-up concepts with three names each, in stretches: names have one to six words of a vocabulary whose
 * frequencies fall as in a language (Zipf), some have numbers; a fifth of the names are symbols as genes have them.
 * @param concepts how many.
 */
export function* madeUpTerms(concepts: number): Generator<string, void, undefined> {
  const random = randomOf('terms');
  const pick = (list: readonly string[]): string => list[random.below(list.length)] ?? '';
  const syllable = () => pick(onsets) + pick(vowels) + pick(codas);
  const words = [...frequent];
  while (words.length < vocabulary) {
    words.push(Array.from({ length: 1 + random.below(3) }, syllable).join('') + pick(endings));
  }
  const word = () => words[Math.floor(vocabulary ** random.uniform()) - 1] ?? '';
  const symbol = () => {
    const letters = Array.from({ length: 2 + random.below(4) }, () => String.fromCharCode(65 + random.below(26)));
    return `${letters.join('')}${random.below(4) === 0 ? '-' : ''}${random.below(100)}`;
  };
  const name = () => {
    if (random.below(5) === 0) return symbol();
    const parts = Array.from({ length: 1 + random.below(6) }, word);
    // A frequent word alone is no name.
    if (parts.length === 1) parts[0] = pick(words);
    if (random.below(6) === 0) parts.push(String(1 + random.below(30)));
    return parts.join(random.below(20) === 0 ? '-' : ' ');
  };

  yield 'id\tname\tsynonyms\txrefs\textra\n';
  let lines: string[] = [];
  for (let concept = 1; concept <= concepts; concept++) {
    const parent = random.below(concept);
    lines.push(
      `TERM:${concept}\t${name()} ${concept % 1000}\t${name()}|${name()}\tOTHER:${concept}\t${parent > 0 ? `parents=TERM:${parent}` : ''}\n`,
    );
    if (lines.length === 10_000) {
      yield lines.join('');
      lines = [];
    }
  }
  yield lines.join('');
}
