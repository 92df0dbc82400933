import type { Settings } from '../../settings.ts';
import { previousSymbols } from './previous-symbol.ts';
import { type WritingCode, type WritingProblem, writingCodes } from './problem.ts';
import { redefinedAbbreviations } from './redefined-abbreviation.ts';
import { severalNames } from './several-names.ts';
import { undefinedAbbreviations } from './undefined-abbreviation.ts';
import { unusedAbbreviations } from './unused-abbreviation.ts';
import type { WritingText } from './writing-text.ts';

const rules: Readonly<Record<WritingCode, (text: WritingText) => readonly WritingProblem[]>> = {
  undefinedAbbreviation: undefinedAbbreviations,
  redefinedAbbreviation: redefinedAbbreviations,
  unusedAbbreviation: unusedAbbreviations,
  severalNames,
  previousSymbol: previousSymbols,
};

/** Which rules the settings leave on. */
export function enabledCodes(settings: Settings): readonly WritingCode[] {
  return writingCodes.filter((code) => settings[`writing.${code}`]);
}

/** What may be written better in a paper, by start. */
export function writingProblems(text: WritingText, codes: readonly WritingCode[]): readonly WritingProblem[] {
  return codes.flatMap((code) => rules[code](text)).sort((a, b) => a.span.start - b.span.start);
}
