/** Whether a name is fit for a model of the library: a file name on every platform, so that a library can be moved. */
export function isModelName(name: string): boolean {
  return /^[a-z0-9][\w.+-]{0,63}(?<!\.)$/i.test(name) && !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);
}
