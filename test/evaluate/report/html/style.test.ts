import { describe, expect, it } from 'vitest';
import { style } from '../../../../src/evaluate/report/html/style.ts';
import { contrast } from '../../../support/colour.ts';

/** The colours of a theme by their names, `#rrggbb`. */
function coloursOf(block: string): ReadonlyMap<string, string> {
  const long = (hex: string) => (hex.length === 4 ? hex.replaceAll(/[\da-f]/g, '$&$&') : hex);
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[\da-f]{3,6});/g)].map(([, name = '', hex = '']) => [name, long(hex)]),
  );
}

/** Two colours, of which the first takes a share in per cent, as `color-mix(in srgb, …)` does. */
function mixed(one: string, other: string, share: number): string {
  const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const mix = (at: number) => (channel(one, at) * share + channel(other, at) * (100 - share)) / 100;
  return `#${[1, 3, 5].map((at) => Math.round(mix(at)).toString(16).padStart(2, '0')).join('')}`;
}

const themes = [...style.matchAll(/color-scheme: (light|dark);([^}]*)\}/g)].slice(0, 2);
const shades = [...style.matchAll(/\.heat-\d+ \{ background: color-mix\(in srgb, var\(--heat\) (\d+)%[^}]*\}/g)];

describe.each(themes.map(([, name, block = '']) => ({ name, colours: coloursOf(block) })))(
  'the page in $name',
  ({ colours }) => {
    const colour = (name: string) => colours.get(name) ?? '';

    it('has texts that can be read: 4.5 to 1', () => {
      const pairs = [
        ...['page', 'card', 'code'].flatMap((ground) =>
          ['text', 'quiet', 'first', 'second'].map((name) => [name, ground]),
        ),
        ['text', 'found'],
      ] as const;
      for (const [name = '', ground = ''] of pairs) {
        expect([name, ground, contrast(colour(name), colour(ground)) >= 4.5]).toEqual([name, ground, true]);
      }
    });

    it('has marks that can be seen: 3 to 1', () => {
      const marks = ['bar', 'gold', 'missed', 'invented', 'boundary', 'kind-type', 'both', 'gene', 'disease', 'entity'];
      for (const name of marks) expect([name, contrast(colour(name), colour('card')) >= 3]).toEqual([name, true]);
    });

    it('has numbers that can be read on every shade of the heat map', () => {
      expect(shades).toHaveLength(10);
      for (const [rule, share] of shades) {
        const text = rule.includes('color: var(--heat-text)') ? colour('heat-text') : colour('text');
        const ground = mixed(colour('heat'), colour('card'), Number(share));
        expect([share, contrast(text, ground) >= 4.5]).toEqual([share, true]);
      }
    });
  },
);

it('has a light and a dark theme with the same names', () => {
  const [light, dark] = themes.map(([, , block = '']) => [...coloursOf(block).keys()]);
  expect(light?.length).toBeGreaterThan(20);
  expect(dark).toEqual(light);
});
