import { UserError } from '../core/errors.ts';
import { parseLabels } from '../core/labels.ts';
import { quoted } from '../core/quote.ts';
import type { ConfigReader } from './config.ts';
import type { HeadSpec, ModelSpec } from './spec.ts';

type Kind = ModelSpec['kind'];

/** Architectures that are read, by the form of their heads. */
const architectures: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['BertForTokenClassification', 'linear'],
  ['RobertaForTokenClassification', 'linear'],
  ['XLMRobertaForTokenClassification', 'linear'],
  ['CamembertForTokenClassification', 'linear'],
  ['DistilBertForTokenClassification', 'linear'],
  ['ElectraForTokenClassification', 'linear'],
  ['BERTMultiNER2', 'gerbera-pair'],
  ['RoBERTaMultiNER2', 'gerbera-pair'],
  ['GerberaForTokenClassification', 'multi-head'],
]);

/** The head of the general domain in our own models: trained, not shown. */
export const generalHead = 'General';

/**
 * The labels of GERBERA's published models, which they were trained with and some of their configurations leave out.
 */
const publishedLabels = ['B', 'I', 'O'];

/**
 * The form of a checkpoint's heads. GERBERA's pair is told by its tensors whatever the configuration says: beside it
 * lies a `classifier` that was never trained. Without an architecture, tensors tell the other forms too.
 * @throws UserError if the architecture is no token classifier that is known here.
 */
export function readKind(config: ConfigReader, tensors: ReadonlySet<string>): Kind {
  if (holdsPair(tensors)) return 'gerbera-pair';
  const architecture = config.strings('architectures')?.[0];
  if (architecture !== undefined) {
    const kind = architectures.get(architecture);
    if (kind) return kind;
    const known = [...architectures.keys()].join(', ');
    throw config.error(
      `architecture ${quoted(architecture)} is no token classifier that can be read; these can: ${known}`,
    );
  }
  if ([...tensors].some((name) => /^heads\..+\.(dense|out_proj)\.(weight|bias)$/.test(name))) return 'multi-head';
  if (tensors.has('classifier.weight')) return 'linear';
  throw config.error('"architectures" is missing and the tensors hold no token classifier');
}

/** Whether tensors hold a part of GERBERA's pair. */
export function holdsPair(tensors: ReadonlySet<string>): boolean {
  return [...tensors].some((name) => /^(bio|gener)_classifier(_2)?\.(weight|bias)$/.test(name));
}

/**
 * The heads of a model, in the order of its outputs.
 * @param typeName the entity type of labels that carry none, where `config.json` does not tell it.
 * @throws UserError naming the labels if they are not BIO or IOBES.
 */
export function readHeads(config: ConfigReader, kind: Kind, typeName: string | undefined): readonly HeadSpec[] {
  const own = config.object('gerbera');
  const type = own?.string(['type']) ?? typeName ?? 'Entity';
  if (kind === 'linear') return [head(config, 'classifier', readLabels(config), type, true)];
  if (kind === 'gerbera-pair') {
    const labels = readLabels(config, publishedLabels);
    return [
      head(config, 'combined', labels, type, true),
      head(config, 'bio', labels, type, false),
      head(config, 'general', labels, type, false),
    ];
  }
  const labels = own?.strings('labels');
  const names = own?.strings('heads');
  if (!labels || !names) throw config.error(`"gerbera.${labels ? 'heads' : 'labels'}" is missing`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw config.error(`"gerbera.heads" names ${quoted(twice)} twice`);
  if (names.every((name) => name === generalHead)) {
    throw config.error(`"gerbera.heads" names no entity type beside ${generalHead}`);
  }
  return names.map((name) => head(config, name, labels, name, name !== generalHead));
}

function head(config: ConfigReader, name: string, labels: readonly string[], type: string, shown: boolean): HeadSpec {
  try {
    parseLabels(labels, type);
  } catch (thrown) {
    throw thrown instanceof UserError ? config.error(thrown.message) : thrown;
  }
  return { name, labels, type, shown };
}

/** The labels of `id2label` or, where it is absent, `label2id`, in the order of their numbers. */
function readLabels(config: ConfigReader, fallback?: readonly string[]): readonly string[] {
  const byId = config.object('id2label');
  const byLabel = byId ? undefined : config.object('label2id');
  const pairs = byId
    ? byId.entries().map(([id, label]) => [id, label] as const)
    : byLabel?.entries().map(([label, id]) => [String(id), label] as const);
  const key = byId ? 'id2label' : 'label2id';
  if (!pairs) {
    if (fallback) return fallback;
    throw config.error(
      '"id2label" is missing, so its outputs have no meaning; a token classifier for entities is needed',
    );
  }
  const labels = new Map<string, string>();
  for (const [id, label] of pairs) {
    if (typeof label !== 'string') throw config.wrong(`${key}.${id}`, label, 'a string');
    if (labels.has(id)) throw config.error(`"${key}" has ${id} twice`);
    labels.set(id, label);
  }
  return Array.from({ length: labels.size }, (_, id) => {
    const label = labels.get(String(id));
    if (label === undefined) throw config.error(`"${key}" has ${labels.size} labels but none for ${id}`);
    return upperMark(label);
  });
}

/** Marks come in lower case too (`b-disease`, `o`); types are left as they are. */
function upperMark(label: string): string {
  return /^[bieslu](-|$)|^o$/.test(label) ? label.charAt(0).toUpperCase() + label.slice(1) : label;
}
