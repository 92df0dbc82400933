import { UserError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { HeadSpec, ModelSpec } from '../../model/spec.ts';
import { typedLabels } from './heads.ts';

/** How transformers names what belongs to a `model_type`: `BertModel`, `BertPreTrainedModel`, …. */
const classPrefixes: ReadonlyMap<string, string> = new Map([
  ['bert', 'Bert'],
  ['roberta', 'Roberta'],
  ['xlm-roberta', 'XLMRoberta'],
  ['camembert', 'Camembert'],
  ['distilbert', 'DistilBert'],
  ['electra', 'Electra'],
]);

/** Of the whole model, not of one head as a float32 token classifier. */
const dropped = ['gerbera', 'architectures', 'id2label', 'label2id', 'num_labels', 'auto_map', 'dtype', 'torch_dtype'];

/** A configuration of transformers for one head, and what its classes are called. */
export interface HeadConfig {
  readonly config: Readonly<Record<string, unknown>>;
  readonly classPrefix: string;
}

/**
 * The `config.json` of a model with but one of its heads. With two layers it is in our own form, too, so that both read it.
 * @param values of the model's own `config.json`.
 * @throws UserError if transformers could not have a head of that name.
 */
export function headConfig(values: Readonly<Record<string, unknown>>, spec: ModelSpec, head: HeadSpec): HeadConfig {
  const given = typeof values.model_type === 'string' ? values.model_type : spec.encoder.family;
  const classPrefix = classPrefixes.get(given) ?? classPrefixes.get(spec.encoder.family) ?? '';
  const labels = typedLabels(head);
  const kept = Object.entries(values).filter(([name]) => !dropped.includes(name));
  const own = ownConfig(values, spec, head);
  const config = {
    ...Object.fromEntries(kept),
    model_type: given,
    architectures: [spec.kind === 'linear' ? `${classPrefix}ForTokenClassification` : 'GerberaForTokenClassification'],
    id2label: Object.fromEntries(labels.map((label, id) => [String(id), label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
    ...(own ? { gerbera: own } : {}),
  };
  return { config, classPrefix };
}

/** What our own loader reads of it. */
function ownConfig(
  { gerbera }: Readonly<Record<string, unknown>>,
  spec: ModelSpec,
  head: HeadSpec,
): Readonly<Record<string, unknown>> | undefined {
  const { labels, heads, type, ...kept } = isJsonObject(gerbera) ? gerbera : {};
  if (spec.kind === 'linear') return Object.keys(kept).length > 0 ? kept : undefined;
  if (head.type.includes('.')) {
    throw new UserError(`the head "${head.type}" cannot be exported alone: PyTorch allows no "." in its name`);
  }
  return {
    ...kept,
    labels: head.labels,
    heads: [head.type],
    max_length: spec.maxLength,
    ...(spec.bareWords ? { bare_words: true } : {}),
  };
}
