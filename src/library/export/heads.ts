import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { HeadSpec, ModelSpec } from '../../model/spec.ts';

/** The heads that can be had by themselves: all but the parts of GERBERA's pair, whose sum is what counts. */
export function exportableHeads({ kind, heads }: Pick<ModelSpec, 'kind' | 'heads'>): readonly HeadSpec[] {
  return kind === 'gerbera-pair' ? heads.filter(({ shown }) => shown) : heads;
}

/**
 * The head of that name, or the only one there is.
 * @param where the model, for messages.
 * @throws UserError if there is none of that name, or several and no name is given.
 */
export function headNamed(spec: ModelSpec, name: string | undefined, where: string): HeadSpec {
  const heads = exportableHeads(spec);
  const names = heads.map((head) => head.name).join(', ');
  const [only, ...more] = heads;
  if (name === undefined && only && more.length === 0) return only;
  const found = heads.find((head) => head.name === name);
  if (found) return found;
  throw new UserError(
    name === undefined
      ? `${where}: it has several heads; name one of ${names}`
      : `${where}: it has no head ${quoted(name)}; there are ${names}`,
  );
}

/** The labels of a head's outputs, each with its type: `O`, `B-Gene`, `I-Gene`. */
export function typedLabels({ labels, type }: HeadSpec): readonly string[] {
  return labels.map((label) => (label === 'O' || label.includes('-') ? label : `${label}-${type}`));
}
