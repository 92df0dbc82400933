import { UserError } from '../../core/errors.ts';
import { documentFiles, tokenizerFiles } from '../files.ts';
import type { HubFile } from './hub-model.ts';

/** The forms of weights that are read, the best first: a whole file, or parts with the list of what is in which. */
const weightForms: readonly { readonly needed: string; readonly parts?: RegExp }[] = [
  { needed: 'model.safetensors' },
  { needed: 'model.safetensors.index.json', parts: /^model-\d+-of-\d+\.safetensors$/ },
  { needed: 'pytorch_model.bin' },
  { needed: 'pytorch_model.bin.index.json', parts: /^pytorch_model-\d+-of-\d+\.bin$/ },
];

/** One of these is enough for a tokenizer. */
const tokenizerBases = ['tokenizer.json', 'vocab.txt', 'vocab.json'];

/**
 * The files of a repository that make up a model, small ones first: configuration, tokenizer, one form of the weights, card
 * and licence.
 * @throws UserError if there is no such model in it.
 */
export function chooseFiles(repository: string, files: readonly HubFile[]): readonly HubFile[] {
  const names = new Set(files.map(({ name }) => name));
  if (!names.has('config.json')) throw missing(repository, 'a config.json');
  if (!tokenizerBases.some((name) => names.has(name))) throw missing(repository, 'a tokenizer (tokenizer.json)');
  const form = weightForms.find(({ needed }) => names.has(needed));
  if (!form) throw missing(repository, 'weights (model.safetensors or pytorch_model.bin)');
  const first = ['config.json', ...tokenizerFiles, ...documentFiles];
  const isWeights = (name: string) => name === form.needed || form.parts?.test(name) === true;
  return [
    ...first.flatMap((name) => files.find((file) => file.name === name) ?? []),
    ...files.filter(({ name }) => isWeights(name)),
  ];
}

function missing(repository: string, what: string): UserError {
  return new UserError(`${repository}: has not ${what}; a model that GERBERA reads is needed: a token classifier`);
}
