import type { GraphBuilder } from '../onnx/builder.ts';
import type { Value } from '../onnx/graph.ts';
import { addActivation } from './encoder.ts';
import { linear, type NeededTensor, norm } from './layout.ts';
import type { EncoderFamily, EncoderSpec } from './spec.ts';
import type { GraphWeights } from './weights.ts';

/** Where a family keeps the head of masked language modelling. */
interface Names {
  readonly architecture: string;
  readonly dense: string;
  readonly norm: string;
  readonly bias: string;
  /** Whether its activation is the encoder's or always GELU. */
  readonly activation: 'own' | 'gelu';
}

/** As transformers' modules have them; ELECTRA's is that of its generator. */
const families: Readonly<Record<EncoderFamily, Names>> = {
  bert: {
    architecture: 'BertForMaskedLM',
    dense: 'cls.predictions.transform.dense',
    norm: 'cls.predictions.transform.LayerNorm',
    bias: 'cls.predictions.bias',
    activation: 'own',
  },
  roberta: {
    architecture: 'RobertaForMaskedLM',
    dense: 'lm_head.dense',
    norm: 'lm_head.layer_norm',
    bias: 'lm_head.bias',
    activation: 'gelu',
  },
  distilbert: {
    architecture: 'DistilBertForMaskedLM',
    dense: 'vocab_transform',
    norm: 'vocab_layer_norm',
    bias: 'vocab_projector.bias',
    activation: 'own',
  },
  electra: {
    architecture: 'ElectraForMaskedLM',
    dense: 'generator_predictions.dense',
    norm: 'generator_predictions.LayerNorm',
    bias: 'generator_lm_head.bias',
    activation: 'gelu',
  },
};

/** The class of transformers that a family's masked language model is saved for. */
export function maskedLanguageModelArchitecture({ family }: EncoderSpec): string {
  return families[family].architecture;
}

/** The tensors of the head of masked language modelling, apart from the token embeddings, which it shares. */
export function* maskedLanguageModelTensors({
  family,
  hidden,
  embedding,
  vocabulary,
}: EncoderSpec): Generator<NeededTensor> {
  const names = families[family];
  yield* linear(names.dense, embedding, hidden);
  yield* norm(names.norm, embedding);
  yield { name: names.bias, shape: [vocabulary] };
}

/**
 * Masked language modelling (Devlin et al., 2019, section 3.1): logits over the vocabulary by the token embeddings
 * themselves, E · norm(act(W x + b)) + c.
 * @param x the last hidden states of masked tokens, float32 [rows, hidden].
 * @returns float32 [rows, vocabulary].
 */
export function addMaskedLanguageModel(graph: GraphBuilder, weights: GraphWeights, spec: EncoderSpec, x: Value): Value {
  const names = families[spec.family];
  const activation = names.activation === 'own' ? spec.activation : 'gelu';
  const active = addActivation(graph, weights.linear(x, names.dense), activation);
  const transformed = weights.layerNorm(active, names.norm, spec.layerNormEpsilon);
  const embeddings = weights.get(`${spec.prefix}embeddings.word_embeddings.weight`);
  return graph.add('Gemm', [transformed, embeddings, weights.get(names.bias)], { transB: 1 });
}
