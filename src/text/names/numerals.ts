const roman: Readonly<Record<string, string>> = {
  i: '1',
  ii: '2',
  iii: '3',
  iv: '4',
  v: '5',
  vi: '6',
  vii: '7',
  viii: '8',
  ix: '9',
  x: '10',
  xi: '11',
  xii: '12',
  xiii: '13',
  xiv: '14',
  xv: '15',
  xvi: '16',
  xvii: '17',
  xviii: '18',
  xix: '19',
  xx: '20',
};

/** Numbers as words, of what is counted in names: types, chromosomes, factors. */
const spelled: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
};

/** A word in lower case as a number: `ii` is `2`, `iia` is `2` and `a`; other words stay as they are. */
export function arabic(word: string): readonly string[] {
  const number = entry(roman, word) ?? entry(spelled, word);
  if (number !== undefined) return [number];
  const [, digits, letter] = /^(ii|iii|iv|vii|viii|xi|xii)([a-d])$/.exec(word) ?? [];
  return digits !== undefined && letter !== undefined ? [entry(roman, digits) ?? digits, letter] : [word];
}

/** What every object has (`constructor`) is no entry. */
function entry(table: Readonly<Record<string, string>>, word: string): string | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
