import { UsageError } from '../arguments.ts';

/** @throws UsageError if a type is not one of the model's; upper and lower case are alike. */
export function chosenTypes(
  given: readonly string[] | undefined,
  known: readonly string[],
): ReadonlySet<string> | undefined {
  if (given === undefined) return undefined;
  const chosen = given
    .filter((type) => type !== '')
    .map((type) => {
      const match = known.find((candidate) => candidate.toLowerCase() === type.toLowerCase());
      if (match === undefined) throw new UsageError(`the model has no type "${type}"; it finds ${known.join(', ')}`);
      return match;
    });
  if (chosen.length === 0) throw new UsageError('--types names no type');
  return new Set(chosen);
}
