import { describe, expect, it } from 'vitest';
import { commands } from '../../src/extension/commands.ts';
import { tokenTypes } from '../../src/protocol.ts';
import { settings } from '../../src/settings.ts';
import { contrast } from '../support/colour.ts';
import { colours, manifest, themeKinds } from '../support/manifest.ts';

const { contributes, capabilities } = manifest;
const properties: Readonly<Record<string, Readonly<Record<string, unknown>>>> = contributes.configuration.properties;

describe('the manifest', () => {
  it('has the settings of the code, no more and no fewer', () => {
    expect(Object.keys(properties).sort()).toEqual(
      Object.keys(settings)
        .map((name) => `gerbera.${name}`)
        .sort(),
    );
  });

  it.each(Object.entries(settings))('declares gerbera.%s as the code does', (name, setting) => {
    const declared = properties[`gerbera.${name}`];
    expect(declared?.type).toEqual(setting.type);
    expect(declared?.default).toEqual(setting.default);
    expect(declared?.enum).toEqual('values' in setting ? [...setting.values] : undefined);
    if ('values' in setting) expect(declared?.enumDescriptions).toHaveLength(setting.values.length);
    expect(declared?.markdownDescription).toMatch(/\.$/);
    expect(declared?.scope).toBe(setting.restricted ? 'machine-overridable' : 'resource');
  });

  it('restricts in untrusted workspaces what the code says', () => {
    const restricted = Object.entries(settings).filter(([, setting]) => setting.restricted);
    expect(capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(
      restricted.map(([name]) => `gerbera.${name}`),
    );
  });

  it('has the commands of the code', () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(Object.keys(commands).sort());
    expect(new Set(contributes.commands.map(({ category }) => category))).toEqual(new Set(['GERBERA']));
  });

  it('names only its own commands in menus, views and the walkthrough', () => {
    const named = JSON.stringify(contributes).match(/gerbera\.[a-zA-Z]+(?=\)|","when)/g) ?? [];
    const known = [...Object.keys(commands), 'gerbera.entities', ...Object.keys(properties)];
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('declares, colours and falls back for every token type', () => {
    expect(contributes.semanticTokenTypes.map(({ id }) => id)).toEqual([...tokenTypes]);
    expect(contributes.colors.map(({ id }) => id)).toEqual(tokenTypes.map((type) => `gerbera.${type}`));
    for (const { language, scopes } of contributes.semanticTokenScopes) {
      expect(['markdown', 'plaintext']).toContain(language);
      expect(Object.keys(scopes)).toEqual([...tokenTypes]);
    }
  });

  it.each(themeKinds)('gives text and icons one colour per token type in %s themes', (kind) => {
    expect(Object.keys(colours(kind))).toEqual([...tokenTypes]);
    expect(new Set(Object.values(colours(kind))).size).toBe(tokenTypes.length);
    expect(Object.fromEntries(contributes.colors.map(({ id, defaults }) => [id, defaults[kind]]))).toEqual(
      Object.fromEntries(Object.entries(colours(kind)).map(([type, colour]) => [`gerbera.${type}`, colour])),
    );
  });

  // Backgrounds of the editors of VS Code's own themes.
  it.each([
    ['Dark Modern', 'dark', '#1f1f1f', 4.5],
    ['Dark 2026', 'dark', '#121314', 4.5],
    ['Dark+', 'dark', '#1e1e1e', 4.5],
    ['Monokai', 'dark', '#272822', 4.5],
    ['Solarized Dark', 'dark', '#002b36', 4.5],
    ['Tomorrow Night Blue', 'dark', '#002451', 4.5],
    ['Red', 'dark', '#390000', 4.5],
    ['Light Modern', 'light', '#ffffff', 4.5],
    ['Quiet Light', 'light', '#f5f5f5', 4.5],
    ['Solarized Light', 'light', '#fdf6e3', 4.5],
    ['Dark High Contrast', 'highContrast', '#000000', 7],
    ['Light High Contrast', 'highContrastLight', '#ffffff', 7],
  ] as const)('can be read in the theme %s', (_, kind, background, least) => {
    const dim = Object.entries(colours(kind)).filter(([, colour]) => contrast(colour, background) < least);
    expect(dim).toEqual([]);
  });
});
