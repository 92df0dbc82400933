import { t } from '../texts.ts';

/** `1.2 GB`; of what a disk holds, thousands of thousands. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${numberText(value, value < 10 && power > 0 ? 1 : 0)} ${units[power]}`;
}

/** `8 s`, `12 min`, `3 h`, `3 h 5 min` */
export function durationText(seconds: number): string {
  if (seconds < 60) return t('{0} s', Math.round(seconds));
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t('{0} min', minutes);
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? t('{0} h', hours) : t('{0} h {1} min', hours, minutes % 60);
}

/** A date with its time, as people write them where they are; what is no date, as it is. */
export function dateText(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

/** A ratio in per cent with one digit: `78.4` */
export function percentText(ratio: number): string {
  return new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(100 * ratio);
}

/** A number with so many digits behind the point at most. */
export function numberText(value: number, digits = 0): string {
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: digits }).format(value);
}

/** `1 example`, `12 examples` */
export function examplesText(count: number): string {
  return count === 1 ? t('1 example') : t('{0} examples', numberText(count));
}

/** `1 token`, `12 tokens` */
export function tokensText(count: number): string {
  return count === 1 ? t('1 token') : t('{0} tokens', numberText(count));
}

/** `1 update`, `12 updates` */
export function updatesText(count: number): string {
  return count === 1 ? t('1 update') : t('{0} updates', numberText(count));
}

/** `1 epoch`, `12 epochs` */
export function epochsText(count: number): string {
  return count === 1 ? t('1 epoch') : t('{0} epochs', numberText(count));
}

/** Of a path, the last name. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).findLast((name) => name !== '') ?? path;
}
