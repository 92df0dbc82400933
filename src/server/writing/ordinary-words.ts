/** First words of long forms that are no names and have none of the endings. */
const ordinary = new Set(
  'acute area blood body bone brain breast cell chronic confidence deep double early error event fast food free gene green growth hazard heart heat high human immune inner intensive large late left liver long low lung lymph mass mean median mouse mild next odds open outer over percent plasma point quality rat real red renal right risk serum severe short single skin sleep small soft standard stem tumor tumour type umbilical under upper vascular volume wall water weight whole wild world'.split(
    ' ',
  ),
);

/** Endings of terms; names of persons and places rarely have them. */
const ending =
  /(?:[aeiou]tion|[cpr]tion|sion|ment|ness|ility|ivity|ated|ized|ised|sive|tive|ical|ional|inal|orial|onal|ular|ntial|eous|tous|nous|ious|oid|ase|ology|graphy|scopy|metry|osis|itis|emia|aemia|omics|ance|ence|genic|phic|tic|ric|otein|pathic|factor|ptor|forming|coding|ding|ring|ting)$/;

/** Whether a word that begins a sentence is surely written in lower case inside of one. */
export function isOrdinary(word: string): boolean {
  if (!/^\p{Lu}\p{Ll}+$/u.test(word)) return false;
  const lower = word.toLowerCase();
  return ordinary.has(lower) || (lower.length >= 6 && ending.test(lower));
}
