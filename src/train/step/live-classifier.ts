import { buildClassifier } from '../../model/build.ts';
import type { TokenClassifier } from '../../model/classifier.ts';
import { sessionClassifier } from '../../model/session-classifier.ts';
import { fedWeights } from '../../model/weights.ts';
import { encodeModel } from '../../onnx/encode.ts';
import type { DeviceReport } from '../../runtime/device.ts';
import { type Feed, ModelSession } from '../../runtime/session.ts';
import type { TrainedModel } from '../start/trained-model.ts';

interface LiveModel {
  readonly model: TrainedModel;
  readonly device: DeviceReport;
  readonly threads: number;
  /** The weights as they are now. */
  readonly weights: () => Readonly<Record<string, Feed>>;
  /** A number that changes whenever the weights do. */
  readonly version: () => number;
}

/** A classifier, without dropout, over weights that change under it: each run is fed the present ones. */
export async function liveClassifier({
  model,
  device,
  threads,
  weights,
  version,
}: LiveModel): Promise<TokenClassifier> {
  const { folder, name, spec, tokenizer } = model;
  if (spec.heads.length === 0) throw new Error('a masked language model classifies nothing');
  const graph = buildClassifier(spec, spec.heads, (builder) => fedWeights(builder, model.shapes), {
    fusedScores: true,
  });
  const encoded = { graph: encodeModel(graph), weights: { arrays: new Map() } };
  const session = await ModelSession.open(encoded, device.device, threads);
  const needed = new Set(graph.inputs.map((input) => input.name));
  const classifier = sessionClassifier({
    id: '',
    folder,
    name,
    spec,
    tokenizer,
    device,
    heads: spec.heads,
    session: {
      run: (feeds) => {
        const present = Object.entries(weights()).filter(([weight]) => needed.has(weight));
        return session.run({ ...feeds, ...Object.fromEntries(present) });
      },
      release: () => session.release(),
    },
  });
  return {
    ...classifier,
    get id() {
      return `${folder} in training, ${version()}`;
    },
  };
}
