import { maskedLanguageModelArchitecture } from '../../model/masked-lm.ts';
import type { TrainedModel } from './trained-model.ts';

/** Keys of a base's configuration that tell of what lay above its encoder, or of how it was saved. */
const dropped = [
  '_name_or_path',
  'auto_map',
  'dtype',
  'gerbera',
  'id2label',
  'label2id',
  'num_labels',
  'problem_type',
  'torch_dtype',
  'transformers_version',
];

/**
 * The `config.json` of a trained model: the base's for the encoder, and our own heads (`GerberaForTokenClassification`)
 * or the family's masked language model.
 */
export function trainedModelConfig({ config, spec, objective }: TrainedModel): Record<string, unknown> {
  const kept = Object.fromEntries(Object.entries(config).filter(([key]) => !dropped.includes(key)));
  const encoder = { model_type: spec.encoder.family, ...kept };
  if (objective === 'masked-language-model') {
    const [own]: unknown[] = Array.isArray(config.architectures) ? config.architectures : [];
    const architecture = typeof own === 'string' && own.endsWith('ForMaskedLM') ? own : undefined;
    return { ...encoder, architectures: [architecture ?? maskedLanguageModelArchitecture(spec.encoder)] };
  }
  return {
    ...encoder,
    architectures: ['GerberaForTokenClassification'],
    gerbera: {
      labels: spec.heads[0]?.labels ?? [],
      heads: spec.heads.map(({ name }) => name),
      max_length: spec.maxLength,
    },
  };
}
