/** Greek letters as words, by the letter in lower case. */
const greekLetters: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  ß: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ϵ: 'epsilon',
  ζ: 'zeta',
  η: 'eta',
  θ: 'theta',
  ϑ: 'theta',
  ι: 'iota',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  ν: 'nu',
  ξ: 'xi',
  ο: 'omicron',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  ς: 'sigma',
  τ: 'tau',
  υ: 'upsilon',
  φ: 'phi',
  ϕ: 'phi',
  χ: 'chi',
  ψ: 'psi',
  ω: 'omega',
};

/** Letters that Unicode does not take apart into a letter and a mark. */
const otherLetters: Readonly<Record<string, string>> = { æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i' };

const plain = /^[\x20-\x7e]*$/;

/** `CD4+`, `CD8(+)`: the plus is a word of the names of cells. */
const positive = /\b(cd\d+[a-z]?)(?:\+|\(\+\))/g;

/**
 * A name in lower case with plain letters: compatibility forms (`₂`, `ﬁ`) and accents are resolved, Greek letters are
 * written out as words of their own, what stands for an apostrophe is one; `non-` is joined to its word.
 */
export function fold(name: string): string {
  return letters(name)
    .replaceAll(positive, '$1 positive ')
    .replaceAll(/\bnon[- ](?=[a-z])/g, 'non');
}

function letters(name: string): string {
  if (plain.test(name)) return name.toLowerCase();
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[α-ωßϵϑϕς]/gu, (letter) => ` ${greekLetters[letter] ?? letter} `)
    .replaceAll(/[æœøłđı]/gu, (letter) => otherLetters[letter] ?? letter)
    .replaceAll(/[’‘ʼ´`′‵＇]/gu, "'");
}
