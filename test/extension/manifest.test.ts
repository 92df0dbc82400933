import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { commands } from '../../src/extension/commands.ts';
import { clientCommands, tokenTypes } from '../../src/protocol.ts';
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

  it('has the commands that code actions of the server name', () => {
    expect(Object.keys(commands)).toEqual(expect.arrayContaining(Object.values(clientCommands)));
  });

  it('has an entry of the palette or a menu for every command, with an icon wherever it is a button', () => {
    const hidden = contributes.menus.commandPalette
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command);
    expect(hidden).toEqual(['gerbera.revealEntity']);
    const buttons = [...contributes.menus['view/title'], ...contributes.menus['editor/title']]
      .filter(({ group }) => group.startsWith('navigation'))
      .map(({ command }) => command);
    const withIcon = contributes.commands.filter((each) => 'icon' in each).map(({ command }) => command);
    expect(withIcon).toEqual(expect.arrayContaining(buttons));
  });

  it('offers what can be done with a concept at every item of the Entities view that stands for one', () => {
    const items = contributes.menus['view/item/context'];
    expect(items.map(({ command }) => command).sort()).toEqual(Object.values(clientCommands).sort());
    for (const { when } of items)
      expect(when).toBe('view == gerbera.entities && viewItem =~ /^(concept|mention|place)$/');
  });

  it('shows one of the two buttons that tell how the Entities view goes', () => {
    const when = (command: string) => contributes.menus['view/title'].find((each) => each.command === command)?.when;
    expect(when('gerbera.showByConcept')).toMatch(/gerbera\.entitiesBy == mention$/);
    expect(when('gerbera.showByMention')).toMatch(/gerbera\.entitiesBy == concept$/);
  });

  it('has its settings in the order of the code, each of them at a place of its own', () => {
    const names = Object.keys(settings).map((name) => `gerbera.${name}`);
    expect(names.map((name) => properties[name]?.order)).toEqual(names.map((_, index) => index + 1));
  });

  it('says in an untrusted workspace what it cannot choose', () => {
    const { description } = capabilities.untrustedWorkspaces;
    for (const told of ['model', 'device', 'folder of terminologies']) expect(description).toContain(told);
  });

  it('has a picture or a page for every step of the walkthrough', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    for (const { media } of steps) {
      const file = 'markdown' in media ? media.markdown : media.image;
      expect(existsSync(path.join(root, file ?? '')), file).toBe(true);
    }
    expect(steps.map(({ id }) => id)).toContain('concepts');
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
