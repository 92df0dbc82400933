import { UserError } from '../core/errors.ts';
import { quoted } from '../core/quote.ts';
import { addedTokens, type TokenizerDefinition } from './definition.ts';
import { readJson, readText } from './files.ts';
import { addedToken, type TokenizerSettings } from './settings.ts';

const defaults = { unk: '<unk>', cls: '<s>', sep: '</s>', pad: '<pad>', mask: '<mask>' };

/**
 * The tokenizer of a RoBERTa model from `vocab.json` (token to id) and `merges.txt` (one merge a line, best first):
 * byte-level BPE as in Radford et al. 2019, section 2.2, with RoBERTa's special tokens.
 * @throws UserError naming file and line of a merge that the vocabulary lacks, or a special token that is not there.
 */
export function byteLevelDefinition(
  vocabularyFile: string,
  mergesFile: string,
  settings: TokenizerSettings,
): TokenizerDefinition {
  const vocabulary = readVocabulary(vocabularyFile);
  const special = { ...defaults, ...settings.special };
  const withId = (token: string): readonly [string, number] => {
    const id = vocabulary.get(token);
    if (id === undefined) throw new UserError(`${vocabularyFile}: the special token ${quoted(token)} is not in it`);
    return [token, id];
  };
  const added = new Map(settings.added.map((token) => [token.content, token]));
  const mask = vocabulary.get(special.mask);
  // RoBERTa's mask takes the space before it, unless the settings describe it themselves.
  if (mask !== undefined && !added.has(special.mask)) {
    added.set(special.mask, addedToken(mask, special.mask, true, { lstrip: true }));
  }
  const addPrefixSpace = settings.addPrefixSpace ?? false;
  return {
    version: '1.0',
    added_tokens: addedTokens(vocabularyFile, vocabulary, Object.values(special), [...added.values()]),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: addPrefixSpace, trim_offsets: true, use_regex: true },
    post_processor: {
      type: 'RobertaProcessing',
      sep: withId(special.sep),
      cls: withId(special.cls),
      trim_offsets: true,
      add_prefix_space: addPrefixSpace,
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      vocab: Object.fromEntries(vocabulary),
      merges: readMerges(mergesFile, vocabulary),
    },
  };
}

function readVocabulary(file: string): ReadonlyMap<string, number> {
  const vocabulary = new Map<string, number>();
  const tokens = new Map<number, string>();
  for (const [token, id] of Object.entries(readJson(file))) {
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) {
      throw new UserError(`${file}: the token ${quoted(token)} has no id: expected an integer from 0`);
    }
    const other = tokens.get(id);
    if (other !== undefined) {
      throw new UserError(`${file}: the tokens ${quoted(other)} and ${quoted(token)} have the same id ${id}`);
    }
    vocabulary.set(token, id);
    tokens.set(id, token);
  }
  return vocabulary;
}

function readMerges(file: string, vocabulary: ReadonlyMap<string, number>): readonly [string, string][] {
  const merges: [string, string][] = [];
  for (const [i, line] of readText(file)
    .split(/\r\n|\n/)
    .entries()) {
    if (line === '' || line.startsWith('#version')) continue;
    const [left, right, ...rest] = line.split(' ');
    if (!left || !right || rest.length > 0) {
      throw new UserError(`${file}: line ${i + 1}: expected two tokens with a space between them`);
    }
    const unknown = [left, right, left + right].find((token) => !vocabulary.has(token));
    if (unknown !== undefined) {
      throw new UserError(`${file}: line ${i + 1}: the token ${quoted(unknown)} is not in vocab.json`);
    }
    merges.push([left, right]);
  }
  return merges;
}
