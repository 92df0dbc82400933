/**
 * English words of closed classes: articles, pronouns, prepositions, conjunctions, auxiliaries, and adverbs that stand for
 * no thing. They are the same in all corpora, and would make any two look alike.
 */
const functionWords: ReadonlySet<string> = new Set(
  `a an the this that these those
  i me my mine myself you your yours yourself he him his himself she her hers herself it its itself
  we us our ours ourselves they them their theirs themselves one ones who whom whose which what
  someone something anyone anything everyone everything nobody nothing none
  all any both each either neither every few fewer less least many more most much no other others another several some such same own
  about above across after against along among amongst around as at before behind below beneath beside besides between
  beyond by despite down during except for from in inside into near of off on onto out outside over per since than through
  throughout to toward towards under until up upon versus via with within without
  and but or nor so yet if because although though whereas while whether unless when whenever where wherever how why
  am is are was were be been being do does did done doing have has had having
  can cannot could may might must shall should will would ought
  not also again already almost always ever never often only just even still then there here thus hence therefore
  however moreover furthermore otherwise rather quite very too well now once further instead
  n't 's 're 've 'll 'd 'm`.split(/\s+/),
);

const hasLetter = /\p{L}/u;

/** A word as vocabularies hold it: in lower case, or undefined if it has no letter, as numbers and punctuation. */
export function vocabularyWord(word: string): string | undefined {
  return hasLetter.test(word) ? word.normalize('NFC').toLowerCase() : undefined;
}

/** Whether a word of a vocabulary tells of the topic of its text: it has two characters and is no function word. */
export function isTerm(word: string): boolean {
  return word.length > 1 && !functionWords.has(word);
}
