const greek: Readonly<Record<string, string>> = {
  alpha: 'A',
  beta: 'B',
  gamma: 'G',
  delta: 'D',
  epsilon: 'E',
  zeta: 'Z',
};
const greekLetters: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ζ: 'zeta',
};
const latin: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', g: 'gamma', d: 'delta' };

/** Other ways in which a gene's symbol or name is written: `LHβ` and `LHB`, `IL-1b` and `IL-1 beta`, `hTERT` and `TERT`. */
export function geneVariants(text: string): readonly string[] {
  const plain = text.replaceAll(/[αβγδεζ]/g, (letter) => greekLetters[letter] ?? letter);
  const variants = new Set<string>();
  variants.add(
    plain.replace(
      /(?<=[A-Z\d])[- ]?(alpha|beta|gamma|delta|epsilon|zeta)\b/gi,
      (_, name: string) => greek[name.toLowerCase()] ?? '',
    ),
  );
  variants.add(plain.replace(/(?<=\d)([abgd])$/, (_, letter: string) => ` ${latin[letter] ?? ''}`));
  variants.add(plain.replace(/^(?:[hmrdzxy]|c|v)-?(?=\p{Lu})/u, ''));
  variants.add(plain.replace(/^(?:human|mouse|murine|rat|bovine|yeast|Drosophila) /i, ''));
  variants.add(plain.replace(/[- ]receptor$/i, 'R'));
  variants.add(plain.replace(/(?<=\w{2})-?R$/, ' receptor'));
  variants.delete(text);
  return [...variants];
}

/** The symbol behind words that end in what it is one of: `anti-apoptotic protein BCL-2`, `transcription factor AP-1`. */
export function symbolBehind(text: string): string | undefined {
  return /\s(?:proteins?|genes?|kinases?|factors?|receptors?|oncogenes?|suppressors?|enzymes?|cytokines?) (\S*[\p{Lu}\d]\S*)$/u.exec(
    text,
  )?.[1];
}
