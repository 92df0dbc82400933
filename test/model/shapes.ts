/** Sizes of the tiny encoders of these tests. */
export const size = { hidden: 16, inner: 24, layers: 2, heads: 4, positions: 24, narrow: 8 } as const;

type Shapes = Record<string, readonly number[]>;

/** Tensors of a BERT-like encoder as transformers names them. */
export function bertShapes(prefix: string, vocabulary: number, types: number, embedding: number = size.hidden): Shapes {
  const { hidden, inner, layers, positions } = size;
  const shapes: Shapes = {
    ...embeddingShapes(prefix, vocabulary, positions, embedding),
    [`${prefix}embeddings.token_type_embeddings.weight`]: [types, embedding],
  };
  if (embedding !== hidden) Object.assign(shapes, linear(`${prefix}embeddings_project`, hidden, embedding));
  for (let layer = 0; layer < layers; layer++) {
    const at = `${prefix}encoder.layer.${layer}.`;
    Object.assign(
      shapes,
      linear(`${at}attention.self.query`, hidden, hidden),
      linear(`${at}attention.self.key`, hidden, hidden),
      linear(`${at}attention.self.value`, hidden, hidden),
      linear(`${at}attention.output.dense`, hidden, hidden),
      norm(`${at}attention.output.LayerNorm`, hidden),
      linear(`${at}intermediate.dense`, inner, hidden),
      linear(`${at}output.dense`, hidden, inner),
      norm(`${at}output.LayerNorm`, hidden),
    );
  }
  return shapes;
}

/** Tensors of DistilBERT. */
export function distilbertShapes(vocabulary: number): Shapes {
  const { hidden, inner, layers, positions } = size;
  const shapes = embeddingShapes('distilbert.', vocabulary, positions, hidden);
  for (let layer = 0; layer < layers; layer++) {
    const at = `distilbert.transformer.layer.${layer}.`;
    Object.assign(
      shapes,
      linear(`${at}attention.q_lin`, hidden, hidden),
      linear(`${at}attention.k_lin`, hidden, hidden),
      linear(`${at}attention.v_lin`, hidden, hidden),
      linear(`${at}attention.out_lin`, hidden, hidden),
      norm(`${at}sa_layer_norm`, hidden),
      linear(`${at}ffn.lin1`, inner, hidden),
      linear(`${at}ffn.lin2`, hidden, inner),
      norm(`${at}output_layer_norm`, hidden),
    );
  }
  return shapes;
}

export function linear(name: string, outputs: number, inputs: number): Shapes {
  return { [`${name}.weight`]: [outputs, inputs], [`${name}.bias`]: [outputs] };
}

function norm(name: string, width: number): Shapes {
  return { [`${name}.weight`]: [width], [`${name}.bias`]: [width] };
}

function embeddingShapes(prefix: string, vocabulary: number, positions: number, width: number): Shapes {
  return {
    [`${prefix}embeddings.word_embeddings.weight`]: [vocabulary, width],
    [`${prefix}embeddings.position_embeddings.weight`]: [positions, width],
    ...norm(`${prefix}embeddings.LayerNorm`, width),
  };
}
