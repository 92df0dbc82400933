import { palettes, style } from '../../src/evaluate/report/html/style.ts';
import pageStyle from './report.css' with { type: 'text' };

const { light, dark } = palettes;
const themes = [
  ['vscode-light', light],
  ['vscode-dark', dark],
  ['vscode-high-contrast', dark],
  // After the one before: a body has both classes in the light theme of high contrast.
  ['vscode-high-contrast-light', light],
] as const;
const colours = themes.map(([name, declarations]) => `:host-context(.${name}) { ${declarations} }`).join('\n');

/** The style of reports inside a shadow tree, with the colours of the theme's kind rather than of the system's. */
export function reportSheets(): CSSStyleSheet[] {
  return [style, colours, pageStyle].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}
