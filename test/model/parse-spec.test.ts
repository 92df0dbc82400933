import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { parseSpec } from '../../src/model/parse-spec.ts';
import type { ModelSpec } from '../../src/model/spec.ts';
import { bertModel, distilbertModel, electraModel, multiHeadModel, pairModel, robertaModel } from './models.ts';
import type { TinyModel } from './tiny.ts';

interface Context {
  readonly tokenizerLimit?: number;
  readonly typeName?: string;
}

function specOf({ config, tensors }: TinyModel, { tokenizerLimit, typeName }: Context = {}): ModelSpec {
  return parseSpec(config, { configFile: 'M/config.json', tensors: new Set(tensors.keys()), tokenizerLimit, typeName });
}

function refusal(model: TinyModel): string {
  try {
    specOf(model);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(UserError);
    const { message } = thrown as UserError;
    expect(message).toMatch(/^M\/config\.json: [^\n]+$/);
    return message;
  }
  return expect.unreachable('the configuration was accepted');
}

const without = (model: TinyModel, ...keys: readonly string[]): TinyModel => ({
  ...model,
  config: Object.fromEntries(Object.entries(model.config).filter(([key]) => !keys.includes(key))),
});

describe('the description of a model', () => {
  it('has the encoder of its family', () => {
    expect(specOf(robertaModel({ max_position_embeddings: 514 }))).toMatchObject({
      kind: 'linear',
      maxLength: 512,
      bareWords: false,
      encoder: { family: 'roberta', prefix: 'roberta.', positions: 514, positionOffset: 2, tokenTypes: 1, padId: 1 },
    });
    expect(specOf(distilbertModel())).toMatchObject({
      encoder: { family: 'distilbert', hidden: 16, layers: 2, attentionHeads: 4, intermediate: 24, tokenTypes: 0 },
    });
    expect(specOf(electraModel(8))).toMatchObject({ encoder: { family: 'electra', hidden: 16, embedding: 8 } });
  });

  it('takes from transformers what the configuration leaves out', () => {
    const keys = ['num_hidden_layers', 'hidden_size', 'num_attention_heads', 'intermediate_size', 'type_vocab_size'];
    expect(specOf(without(bertModel(), ...keys, 'layer_norm_eps', 'hidden_act', 'pad_token_id'))).toMatchObject({
      encoder: { layers: 12, hidden: 768, attentionHeads: 12, intermediate: 3072, tokenTypes: 2, padId: 0 },
    });
  });

  it('is of the family that the tensors tell where model_type is absent', () => {
    expect(specOf(without(electraModel(8), 'model_type')).encoder.family).toBe('electra');
  });

  it('reads no more tokens than the positions, the training and the tokenizer allow', () => {
    expect(specOf(bertModel()).maxLength).toBe(24);
    expect(specOf(multiHeadModel(['Gene'])).maxLength).toBe(20);
    expect(specOf(multiHeadModel(['Gene']), { tokenizerLimit: 10 }).maxLength).toBe(10);
    expect(specOf(bertModel(), { tokenizerLimit: 1e30 }).maxLength).toBe(24);
  });
});

describe('the heads of a model', () => {
  it('have the labels of id2label in the order of their numbers, marks in either case', () => {
    const id2label = {
      10: 'I-Gene',
      1: 'o',
      0: 'b-Gene',
      2: 'S-x',
      3: 'E-x',
      4: 'B-x',
      5: 'I-x',
      6: 'B-a',
      7: 'I-a',
      8: 'B-b',
      9: 'I-b',
    };
    expect(specOf(bertModel({ id2label })).heads).toEqual([
      {
        name: 'classifier',
        labels: ['B-Gene', 'O', 'S-x', 'E-x', 'B-x', 'I-x', 'B-a', 'I-a', 'B-b', 'I-b', 'I-Gene'],
        type: 'Entity',
        shown: true,
      },
    ]);
  });

  it('have the labels of label2id where id2label is absent', () => {
    const model = without(bertModel({ label2id: { 'I-Gene': 2, O: 0, 'B-Gene': 1 } }), 'id2label');
    expect(specOf(model).heads[0]?.labels).toEqual(['O', 'B-Gene', 'I-Gene']);
  });

  it('give bare labels the type of the configuration, else the one that is asked for', () => {
    const bare = { id2label: { 0: 'O', 1: 'B', 2: 'I' } };
    expect(specOf(bertModel(bare)).heads[0]?.type).toBe('Entity');
    expect(specOf(bertModel(bare), { typeName: 'Disease' }).heads[0]?.type).toBe('Disease');
    const typed = bertModel({ ...bare, gerbera: { type: 'Gene' } });
    expect(specOf(typed, { typeName: 'Disease' }).heads[0]?.type).toBe('Gene');
  });

  it('are one for each name of our own form; General is not shown', () => {
    const { heads, kind } = specOf(multiHeadModel(['Gene', 'General']));
    expect(kind).toBe('multi-head');
    expect(heads).toEqual([
      { name: 'Gene', labels: ['O', 'B', 'I'], type: 'Gene', shown: true },
      { name: 'General', labels: ['O', 'B', 'I'], type: 'General', shown: false },
    ]);
  });

  it("are GERBERA's pair wherever its tensors are, whatever the configuration says", () => {
    const pair = { kind: 'gerbera-pair', bareWords: true };
    expect(specOf(pairModel())).toMatchObject(pair);
    expect(specOf(without(pairModel(), 'architectures'))).toMatchObject(pair);
    expect(specOf(pairModel({ architectures: null }))).toMatchObject(pair);
    expect(specOf(pairModel({ architectures: ['BertForTokenClassification'] }))).toMatchObject(pair);
    const tensors = new Map([...pairModel().tensors].filter(([name]) => !name.startsWith('bio_')));
    expect(specOf({ ...pairModel(), tensors })).toMatchObject(pair);
    expect(specOf(pairModel()).heads.map(({ name, shown }) => [name, shown])).toEqual([
      ['combined', true],
      ['bio', false],
      ['general', false],
    ]);
  });

  it("have the labels of GERBERA's published models in a pair that tells none", () => {
    expect(specOf(without(pairModel(), 'id2label')).heads[0]?.labels).toEqual(['B', 'I', 'O']);
  });

  it('are told by the tensors where the architecture is absent', () => {
    expect(specOf(without(multiHeadModel(['Gene']), 'architectures')).kind).toBe('multi-head');
    expect(specOf(without(bertModel(), 'architectures')).kind).toBe('linear');
  });
});

describe('a configuration is refused in one line that names the file and', () => {
  const labelled = (...labels: readonly string[]) => bertModel({ id2label: { ...labels } });
  it.each<[string, TinyModel, RegExp]>([
    [
      'an unknown model_type',
      bertModel({ model_type: 'deberta-v2' }),
      /"model_type" "deberta-v2" is not supported.*roberta/,
    ],
    ['an unknown architecture', bertModel({ architectures: ['BertForMaskedLM'] }), /architecture "BertForMaskedLM"/],
    [
      'no architecture and no head',
      { ...bertModel({ architectures: [] }), tensors: new Map() },
      /"architectures" is missing/,
    ],
    [
      'no model_type and no encoder',
      { ...without(bertModel(), 'model_type'), tensors: new Map() },
      /"model_type" is missing/,
    ],
    ['an unknown activation', bertModel({ hidden_act: 'mish' }), /activation "mish" is not supported/],
    ['relative positions', bertModel({ position_embedding_type: 'relative_key' }), /"relative_key" is not supported/],
    ['a decoder', bertModel({ is_decoder: true }), /"is_decoder" is true/],
    ['cross attention', bertModel({ add_cross_attention: true }), /"add_cross_attention" is true/],
    ['quantized weights', bertModel({ quantization_config: { bits: 4 } }), /"quantization_config"/],
    ['heads that do not divide the hidden size', bertModel({ num_attention_heads: 5 }), /16 .* 5 attention heads/],
    ['a fraction of a layer', bertModel({ num_hidden_layers: 1.5 }), /"num_hidden_layers" is 1\.5/],
    ['a negative size', distilbertModel({ dim: -4 }), /"dim" is -4/],
    ['a size in words', bertModel({ vocab_size: 'many' }), /"vocab_size" is "many"/],
    ['an epsilon of 0', bertModel({ layer_norm_eps: 0 }), /"layer_norm_eps" is 0/],
    ['too few positions', robertaModel({ max_position_embeddings: 3 }), /"max_position_embeddings" is 3/],
    ['no labels', without(bertModel(), 'id2label'), /"id2label" is missing/],
    ['labels without a meaning', labelled('LABEL_0', 'LABEL_1'), /LABEL_0, LABEL_1/],
    ['parts of speech', labelled('NOUN', 'VERB', 'O'), /NOUN, VERB, O/],
    ['no label O', labelled('B', 'I'), /\[B, I\].*there is no "O"/],
    ['a gap in the labels', bertModel({ id2label: { 0: 'O', 2: 'B' } }), /2 labels but none for 1/],
    ['a label that is no string', bertModel({ id2label: { 0: 'O', 1: 5 } }), /"id2label\.1" is 5/],
    ['labels that are a list', bertModel({ id2label: ['O', 'B', 'I'] }), /"id2label" is \["O","B","I"\]/],
    ['a pair with LABEL_0', pairModel({ id2label: { 0: 'LABEL_0', 1: 'LABEL_1', 2: 'LABEL_2' } }), /LABEL_0/],
    [
      'our own form without heads',
      multiHeadModel(['Gene'], { gerbera: { labels: ['O', 'B', 'I'] } }),
      /"gerbera\.heads" is missing/,
    ],
    [
      'our own form without labels',
      multiHeadModel(['Gene'], { gerbera: { heads: ['Gene'] } }),
      /"gerbera\.labels" is missing/,
    ],
    ['a head twice', multiHeadModel(['Gene', 'Gene']), /"Gene" twice/],
    ['no head to show', multiHeadModel(['General']), /no entity type/],
    [
      'a max_length of 0',
      multiHeadModel(['Gene'], { gerbera: { labels: ['O', 'B', 'I'], heads: ['Gene'], max_length: 0 } }),
      /"gerbera\.max_length" is 0/,
    ],
  ])('%s', (_, model, message) => {
    expect(refusal(model)).toMatch(message);
  });

  it('nothing else: any values at all give a description or one line', () => {
    const { config, tensors } = bertModel();
    const keys = [...Object.keys(config), 'gerbera', 'label2id', 'dim', 'position_embedding_type', 'is_decoder'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()), fc.boolean(), (overrides, known) => {
        const names = known ? tensors : new Map();
        try {
          expect(specOf({ config: { ...config, ...overrides }, tensors: names }).maxLength).toBeGreaterThan(2);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
          expect((thrown as UserError).message).toMatch(/^M\/config\.json: .{1,900}$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
