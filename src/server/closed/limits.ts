/** How much is read of the workspace; the text of the setting `gerbera.concepts.readWorkspace` tells the first three. */
export const limits = {
  files: 1000,
  /** Of one file, and of all together. */
  bytes: 512 * 1024,
  allBytes: 50 * 1024 * 1024,
  /** Files and folders of any kind that are looked at, and how deep folders are nested. */
  entries: 200_000,
  depth: 32,
} as const;
export type Limits = { readonly [name in keyof typeof limits]: number };
