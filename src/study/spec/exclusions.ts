import { quoted } from '../../core/quote.ts';
import type { ObjectReader } from '../../train/config/reader.ts';
import type { CellName, StudyExclusion, StudySpec } from '../study.ts';

/** Cells that a study leaves out, by names of its own. */
export function readExclusions(
  reader: ObjectReader,
  { targets, auxiliaries, methods }: Pick<StudySpec, 'targets' | 'auxiliaries' | 'methods'>,
): readonly StudyExclusion[] {
  return reader.list(
    'exclude',
    (item) => {
      const given = item.object();
      const exclusion = {
        ...readNames(given, 'target', 'targets', targets),
        ...readNames(given, 'auxiliary', 'auxiliaries', auxiliaries),
        ...readNames(given, 'method', 'methods', methods),
      };
      given.done();
      if (Object.keys(exclusion).length === 0)
        throw given.error('names no target, auxiliary or method; it would leave out all');
      return exclusion;
    },
    true,
  );
}

/** Whether a study leaves a cell out. */
export function isExcluded(
  { target, auxiliary, method }: Pick<CellName, 'target' | 'auxiliary' | 'method'>,
  exclude: readonly StudyExclusion[],
): boolean {
  const among = (name: string | null, names: readonly string[] | undefined) =>
    names === undefined || (name !== null && names.includes(name));
  return exclude.some(
    ({ targets, auxiliaries, methods }) =>
      among(target, targets) && among(auxiliary, auxiliaries) && among(method, methods),
  );
}

/** One name or several, as `key` has them. */
function readNames(
  given: ObjectReader,
  key: string,
  as: string,
  known: readonly { readonly name: string }[],
): StudyExclusion {
  if (!given.has(key)) return {};
  const value = given.any(key);
  const names = Array.isArray(value) ? given.list(key, (item) => item.string()) : [given.string(key)];
  const all = known.map(({ name }) => name);
  const absent = names.find((name) => !all.includes(name));
  if (absent !== undefined) throw given.wrong(key, absent, `one of ${all.map(quoted).join(', ')}`);
  return { [as]: names };
}
