import manifest from '../../package.json' with { type: 'json' };

export const themes = ['dark', 'light', 'highContrast', 'highContrastLight'] as const;
export type Theme = (typeof themes)[number];

/** The class of a webview's body by its theme. */
export const themeClasses: Readonly<Record<Theme, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  highContrast: 'vscode-high-contrast',
  highContrastLight: 'vscode-high-contrast-light vscode-high-contrast',
};

/** Colours of VS Code's Dark Modern, Light Modern and its two themes of high contrast; '' where a theme sets none. */
const colours: Readonly<Record<string, readonly [dark: string, light: string, high: string, highLight: string]>> = {
  'badge-background': ['#616161', '#cccccc', '#000000', '#0f4a85'],
  'badge-foreground': ['#f8f8f8', '#3b3b3b', '#ffffff', '#ffffff'],
  'button-background': ['#0078d4', '#005fb8', '#000000', '#0f4a85'],
  'button-border': ['#ffffff12', '#0000001a', '#6fc3df', '#0f4a85'],
  'button-foreground': ['#ffffff', '#ffffff', '#ffffff', '#ffffff'],
  'button-hoverBackground': ['#026ec1', '#0258a8', '#000000', '#0f4a85'],
  'button-secondaryBackground': ['#313131', '#e5e5e5', '#000000', '#ffffff'],
  'button-secondaryForeground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'button-secondaryHoverBackground': ['#3c3c3c', '#cccccc', '#000000', '#ffffff'],
  'charts-blue': ['#59a4f9', '#1a85ff', '#59a4f9', '#1a85ff'],
  'charts-green': ['#89d185', '#388a34', '#89d185', '#374e06'],
  'charts-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'charts-orange': ['rgba(234, 92, 0, 0.33)', 'rgba(234, 92, 0, 0.33)', '', ''],
  'charts-purple': ['#b180d7', '#652d90', '#b180d7', '#652d90'],
  'charts-red': ['#f14c4c', '#e51400', '#f48771', '#b5200d'],
  'charts-yellow': ['#cca700', '#bf8803', '#ffd370', '#895503'],
  'checkbox-background': ['#313131', '#f8f8f8', '#000000', '#ffffff'],
  'checkbox-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'checkbox-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  contrastActiveBorder: ['', '', '#f38518', '#006bbd'],
  contrastBorder: ['', '', '#6fc3df', '#0f4a85'],
  descriptionForeground: ['#9d9d9d', '#3b3b3b', '#ffffffb3', '#292929b3'],
  'dropdown-background': ['#313131', '#ffffff', '#000000', '#ffffff'],
  'dropdown-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'dropdown-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'editor-background': ['#1f1f1f', '#ffffff', '#000000', '#ffffff'],
  'editor-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'editorWarning-foreground': ['#cca700', '#bf8803', '#ffd370', '#895503'],
  'editorWidget-background': ['#202020', '#f8f8f8', '#0c141f', '#ffffff'],
  errorForeground: ['#f85149', '#f85149', '#f48771', '#b5200d'],
  focusBorder: ['#0078d4', '#005fb8', '#f38518', '#006bbd'],
  foreground: ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'input-background': ['#313131', '#ffffff', '#000000', '#ffffff'],
  'input-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'input-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'input-placeholderForeground': ['#989898', '#767676', '#ffffffb3', '#292929b3'],
  'inputValidation-errorBackground': ['#5a1d1d', '#f2dede', '#000000', '#ffffff'],
  'inputValidation-errorBorder': ['#be1100', '#be1100', '#6fc3df', '#0f4a85'],
  'inputValidation-errorForeground': ['', '', '', ''],
  'list-activeSelectionBackground': ['#04395e', '#e8e8e8', '#000000', '#0f4a851a'],
  'list-activeSelectionForeground': ['#ffffff', '#000000', '#ffffff', '#292929'],
  'list-hoverBackground': ['#2a2d2e', '#f2f2f2', '#ffffff1a', '#0f4a851a'],
  'list-inactiveSelectionBackground': ['#37373d', '#e4e6f1', '#000000', '#0f4a851a'],
  'panel-background': ['#181818', '#f8f8f8', '#000000', '#ffffff'],
  'panel-border': ['#2b2b2b', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'panelTitle-activeBorder': ['#0078d4', '#005fb8', '#6fc3df', '#b5200d'],
  'panelTitle-activeForeground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'panelTitle-inactiveForeground': ['#9d9d9d', '#3b3b3b', '#ffffff', '#292929'],
  'progressBar-background': ['#0078d4', '#005fb8', '#6fc3df', '#0f4a85'],
  'scrollbarSlider-activeBackground': ['#bfbfbf66', '#00000099', '#6fc3df', '#0f4a85'],
  'scrollbarSlider-background': ['#79797966', '#64646466', '#6fc3df99', '#0f4a8566'],
  'scrollbarSlider-hoverBackground': ['#646464b3', '#646464b3', '#6fc3dfcc', '#0f4a85cc'],
  'settings-dropdownListBorder': ['#454545', '#cecece', '#6fc3df', '#0f4a85'],
  'sideBar-background': ['#181818', '#f8f8f8', '#000000', '#ffffff'],
  'testing-iconPassed': ['#73c991', '#73c991', '#73c991', '#007100'],
  'textBlockQuote-background': ['#2b2b2b', '#f8f8f8', '', '#f2f2f2'],
  'textCodeBlock-background': ['#2b2b2b', '#f8f8f8', '#000000', '#f2f2f2'],
  'textLink-activeForeground': ['#4daafc', '#005fb8', '#21a6ff', '#0f4a85'],
  'textLink-foreground': ['#4daafc', '#005fb8', '#21a6ff', '#0f4a85'],
  'widget-border': ['#313131', '#e5e5e5', '#6fc3df', '#0f4a85'],
};

/** The style of a webview's root as VS Code writes it, `--vscode-foreground: #cccccc; …`, with the extension's colours. */
export function themeStyle(theme: Theme): string {
  const place = themes.indexOf(theme);
  const own = manifest.contributes.colors.map(({ id, defaults }) => [id.replaceAll('.', '-'), defaults[theme]]);
  const fonts = [
    ['font-family', 'system-ui, Ubuntu, "Droid Sans", sans-serif'],
    ['font-weight', 'normal'],
    ['font-size', '13px'],
    ['editor-font-family', '"Droid Sans Mono", monospace'],
    ['editor-font-size', '14px'],
  ];
  const known = Object.entries(colours).map(([name, values]) => [name, values[place]]);
  return [...fonts, ...known, ...own]
    .flatMap(([name, value]) => (value ? [`--vscode-${name}: ${value};`] : []))
    .join(' ');
}
