/** The longest piece of a foreign name that an error message repeats, in UTF-16 units. */
const longest = 80;

/**
 * A name out of a file, in double quotes, fit for a one-line message: control characters and line separators escaped,
 * cut short where it is too long.
 */
export function quoted(name: string): string {
  const shown = name.length > longest ? `${name.slice(0, longest)}…` : name;
  return JSON.stringify(shown).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
