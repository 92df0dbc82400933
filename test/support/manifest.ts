import manifest from '../../package.json' with { type: 'json' };
import type { TokenType } from '../../src/protocol.ts';

export { manifest };

/** Kinds of themes, as VS Code tells them apart. */
export const themeKinds = ['dark', 'light', 'highContrast', 'highContrastLight'] as const;
export type ThemeKind = (typeof themeKinds)[number];

/** The colour of each token type in themes of a kind, `#rrggbb`. */
export function colours(kind: ThemeKind): Record<TokenType, string> {
  const customizations = manifest.contributes.configurationDefaults['editor.semanticTokenColorCustomizations'];
  return {
    dark: customizations.rules,
    light: customizations['[*Light*][*Latte*][*Dawn*][*Day*]'].rules,
    highContrast: customizations['[*High Contrast*]'].rules,
    highContrastLight: customizations['[*High Contrast Light*]'].rules,
  }[kind];
}
