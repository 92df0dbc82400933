import { standardType } from '../types/type-names.ts';

/** A colour of text on a light and on a dark page. */
export interface Colour {
  readonly name: string;
  readonly light: string;
  readonly dark: string;
}

/** The colours that the editor shows types in, by the manifest's names of them without `gerbera.`. */
export const colours: readonly Colour[] = [
  { name: 'gene', light: '#0a58b0', dark: '#6cb6ff' },
  { name: 'disease', light: '#b3231b', dark: '#ff8f85' },
  { name: 'chemical', light: '#176b34', dark: '#7ed491' },
  { name: 'species', light: '#755200', dark: '#e3c565' },
  { name: 'cellLine', light: '#6a3bb8', dark: '#bfa2ff' },
  { name: 'cellType', light: '#9e2379', dark: '#f29bd4' },
  { name: 'dna', light: '#00666c', dark: '#5fd3d3' },
  { name: 'rna', light: '#974400', dark: '#f2a35e' },
  { name: 'entity', light: '#5d5348', dark: '#d0c4b4' },
];

/** The colour of types for which none is left. */
const common = 'entity';

/**
 * The name of the colour of each type: those that our models know have theirs, whatever a corpus calls them; others have
 * those that are left, in their order, and the rest share one.
 */
export function colourNames(types: readonly string[]): ReadonlyMap<string, string> {
  const own = new Map(types.map((type) => [type, ownColour(type)]));
  const taken = new Set(own.values());
  const free = colours.map(({ name }) => name).filter((name) => !taken.has(name));
  return new Map([...own].map(([type, name]) => [type, name ?? free.shift() ?? common]));
}

function ownColour(type: string): string | undefined {
  const name = standardType(type).toLowerCase();
  return colours.find((colour) => colour.name !== common && colour.name.toLowerCase() === name)?.name;
}
