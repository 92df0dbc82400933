import { count } from '../evaluate/report/format.ts';

/** `1.2 GB`, `35 MB`, `8.4 MB`, `12 kB`: thousands of thousands, as disks are sold. */
export function bytesText(bytes: number): string {
  if (bytes < 1e6) return `${count(Math.ceil(bytes / 1e3))} kB`;
  const [unit, name] = bytes < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  return `${count(Number((bytes / unit).toFixed(bytes < 10 * unit ? 1 : 0)))} ${name}`;
}
