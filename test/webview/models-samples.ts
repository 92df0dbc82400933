import type { ModelDetails } from '../../src/protocol/models.ts';
import type { ServerStatus } from '../../src/protocol.ts';

/** An installed model of the name given, but for what is given. */
export function modelOf(name: string, change: Partial<ModelDetails> = {}): ModelDetails {
  const score = (f1: number) => ({ precision: f1, recall: f1, f1, support: 100 });
  return {
    name,
    folder: `/home/ada/.local/share/gerbera/models/${name}`,
    embedded: false,
    description: 'bert: Disease',
    types: ['Disease'],
    broken: false,
    bytes: 57_600_000,
    parameters: 14_350_000,
    date: '2026-11-20T09:30:00.000Z',
    method: 'gerbera',
    base: 'base',
    scores: [{ corpus: 'NCBI-Disease', micro: score(0.862), types: { Disease: score(0.862) } }],
    scoredOn: 'test',
    card: true,
    heads: [{ name: 'Disease', plain: true }],
    ...change,
  };
}

const all = ['Gene', 'Disease', 'Chemical', 'Species', 'CellLine', 'CellType', 'DNA', 'RNA'];

/** A model of every sort: embedded, our own, one of others, a broken one, one with a name that is long. */
export function manyModels(): readonly ModelDetails[] {
  const score = (f1: number) => ({ precision: f1, recall: f1, f1, support: 100 });
  const corpora = ['BC2GM', 'JNLPBA', 'BC5CDR-chem', 'BC5CDR-disease', 'NCBI-Disease', 'linnaeus'];
  const { date: _, method: __, base: ___, scoredOn: ____, ...others } = modelOf('biobert-ner-from-the-hub');
  return [
    modelOf('default', {
      folder: '/opt/gerbera/models/default',
      embedded: true,
      types: all,
      method: 'multi',
      description: `bert: ${all.join(', ')}`,
      scores: corpora.map((corpus, index) => ({ corpus, micro: score(0.78 + 0.03 * index), types: {} })),
    }),
    modelOf('ncbi-disease'),
    modelOf('chemicals-with-everything-we-have-and-a-rather-long-name-2026-11-21', {
      types: ['Chemical'],
      scoredOn: 'devel',
    }),
    { ...others, scores: [], card: false, types: ['Gene', 'Chemical'], description: 'roberta: Gene, Chemical' },
    {
      ...others,
      name: 'half-copied',
      folder: '/home/ada/.local/share/gerbera/models/half-copied',
      broken: true,
      types: [],
      heads: [],
      scores: [],
      card: false,
      description:
        '/home/ada/.local/share/gerbera/models/half-copied/model.safetensors: the file ends after 1,204,224 of 57,400,320 bytes; copy it again',
    },
  ];
}

/** What is told of a model that reads documents. */
export function readyStatus(name = 'default', folder = '/opt/gerbera/models/default'): ServerStatus {
  return {
    state: 'ready',
    model: {
      id: '7c4f',
      name,
      folder,
      family: 'bert',
      types: all,
      maxLength: 512,
      device: {
        preference: 'auto',
        device: 'cpu',
        attempts: [
          { device: 'cuda', accepted: false, reason: 'no NVIDIA driver was found on this machine' },
          { device: 'webgpu', accepted: false, reason: 'its results differ from those of the processor by 0.12' },
          { device: 'cpu', accepted: true, reason: '8 threads' },
        ],
      },
    },
  };
}
