import { buildClassifier } from '../../model/build.ts';
import type { TokenClassifier } from '../../model/classifier.ts';
import type { GraphStyle } from '../../model/encoder.ts';
import { sessionClassifier } from '../../model/session-classifier.ts';
import { fedWeights } from '../../model/weights.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { DeviceReport } from '../../runtime/device.ts';
import type { ModelSession } from '../../runtime/session.ts';
import type { TrainedModel } from '../start/trained-model.ts';

interface LiveModel {
  readonly model: TrainedModel;
  readonly device: DeviceReport;
  readonly style: GraphStyle;
  /** Makes a session of a graph that is to be fed a batch; it feeds the weights itself, as they are when it runs. */
  readonly open: (graph: Graph) => Promise<Pick<ModelSession, 'run' | 'release'>>;
  /** A number that changes whenever the weights do. */
  readonly version: () => number;
}

/** A classifier, without dropout, over weights that change under it. */
export async function liveClassifier({ model, device, style, open, version }: LiveModel): Promise<TokenClassifier> {
  const { folder, name, spec, tokenizer } = model;
  if (spec.heads.length === 0) throw new Error('a masked language model classifies nothing');
  const graph = buildClassifier(spec, spec.heads, (builder) => fedWeights(builder, model.shapes), style);
  const session = await open(graph);
  const classifier = sessionClassifier({ id: '', folder, name, spec, tokenizer, device, heads: spec.heads, session });
  return {
    ...classifier,
    get id() {
      return `${folder} in training, ${version()}`;
    },
  };
}
