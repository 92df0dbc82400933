import type { ErrorKind, Interval, Mode } from './report.ts';

/** A ratio in per cent with one digit: `78.4`. */
export function percent(ratio: number): string {
  return (100 * ratio).toFixed(1);
}

/** A difference of ratios in points with one digit and its sign: `+1.2`, `−0.4`, `0.0`. */
export function points(difference: number): string {
  const shown = Math.abs(100 * difference).toFixed(1);
  if (shown === '0.0') return shown;
  return `${difference < 0 ? '−' : '+'}${shown}`;
}

/** `76.1–80.4` */
export function interval([low, high]: Interval): string {
  return `${percent(low)}–${percent(high)}`;
}

/** Of a difference, whose bounds have signs: `−0.4 to +1.2`. */
export function differenceInterval([low, high]: Interval): string {
  return `${points(low)} to ${points(high)}`;
}

/** A count with thousands set apart: `24,497`; halves of the mode `partial` stay: `12.5`. */
export function count(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 });
}

/** `1 error`, `2 errors`; irregular plurals are given. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** A p value as papers print it: `< 0.001`, `0.042`. */
export function pValue(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

/** `8.2 s`, `2 min 5 s`, `3 h 12 min` */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${seconds < 10 ? seconds.toFixed(1) : whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What each mode asks of a mention that is right. */
export const modeMeanings: Readonly<Record<Mode, string>> = {
  default: 'same bounds and type',
  strict: 'same bounds and type, labels that break their scheme left out',
  partial: 'bounds overlap, half a point unless they are the same; whatever the type',
  type: 'bounds overlap, same type',
  boundary: 'same bounds, whatever the type',
};

/** What each kind of error is. */
export const errorMeanings: Readonly<Record<ErrorKind, string>> = {
  missed: 'nothing was found there',
  invented: 'nothing is labelled there',
  boundary: 'right type, other bounds',
  type: 'right bounds, other type',
  'boundary and type': 'overlapping, other bounds and type',
};

/** A foreign text fit for one line of a terminal or a table, its white space folded. */
export function plain(text: string): string {
  return visible(text.replaceAll(/\s+/gu, ' '));
}

/** A foreign text whose control characters, which could steer a terminal or turn what follows, are shown. */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** Counts and what they count, in words: `12 missed, 3 invented`. */
export function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${count(value)} ${name}`)
    .join(', ');
}
