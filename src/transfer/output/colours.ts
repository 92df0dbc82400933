/**
 * A scale of one hue whose lightness falls evenly: values are told apart by whoever sees light from dark, and in print.
 */
const stops = ['#eef3fa', '#c6d7ec', '#8fb3d9', '#4f87bf', '#1f5a99', '#0b3467'] as const;

/** What a cell is filled with. */
export interface CellColours {
  readonly fill: string;
  /** Whether white text stands out more on it than black text. */
  readonly isDark: boolean;
}

/** @param share in [0, 1], from the lightest to the darkest. */
export function colourOf(share: number): CellColours {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const from = Math.min(stops.length - 2, Math.floor(at));
  const [low, high] = [channels(stops[from]), channels(stops[from + 1])];
  const mixed = low.map((value, index) => Math.round(value + (at - from) * ((high[index] ?? 0) - value)));
  const fill = `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  // Whichever stands out more: at least 4.58 to 1 on any colour.
  const light = luminance(mixed);
  return { fill, isDark: 1.05 / (light + 0.05) > (light + 0.05) / 0.05 };
}

/** The scale's colours from the lightest, for a legend. */
export const scaleColours: readonly string[] = stops;

function channels(colour = '#000000'): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** WCAG 2, relative luminance. */
function luminance(colour: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
