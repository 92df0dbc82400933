import { UserError } from '../core/errors.ts';
import { quoted } from '../core/quote.ts';
import { addedTokens, type TokenizerDefinition } from './definition.ts';
import { readText } from './files.ts';
import type { TokenizerSettings } from './settings.ts';

/** Eight times the largest vocabularies that are published. */
const mostTokens = 2_000_000;

const defaults = { unk: '[UNK]', cls: '[CLS]', sep: '[SEP]', pad: '[PAD]', mask: '[MASK]' };

/**
 * The tokenizer of a BERT, DistilBERT or ELECTRA model from `vocab.txt`: one token a line, its id the line's number from
 * 0. WordPiece as in Devlin et al. (arXiv 1810.04805). Of a token that comes twice the last line counts, as in
 * transformers, whose models were trained so.
 * @throws UserError naming the file if a special token is not there.
 */
export function wordPieceDefinition(file: string, settings: TokenizerSettings): TokenizerDefinition {
  const vocabulary = readVocabulary(file);
  const special = { ...defaults, ...settings.special };
  const idOf = (token: string) => {
    const id = vocabulary.get(token);
    if (id === undefined) throw new UserError(`${file}: the special token ${quoted(token)} is not in it`);
    return id;
  };
  const template = (token: string) => ({ id: token, ids: [idOf(token)], tokens: [token] });
  idOf(special.unk);
  return {
    version: '1.0',
    added_tokens: addedTokens(file, vocabulary, Object.values(special), settings.added),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: settings.splitChinese ?? true,
      strip_accents: settings.stripAccents ?? null,
      lowercase: settings.lowerCase ?? !hasCapitals(vocabulary.keys(), Object.values(special)),
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: special.cls, type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: special.sep, type_id: 0 } },
      ],
      pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
      special_tokens: { [special.cls]: template(special.cls), [special.sep]: template(special.sep) },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: special.unk,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary),
    },
  };
}

function readVocabulary(file: string): ReadonlyMap<string, number> {
  const lines = readText(file)
    .replace(/(\r\n|\r|\n)+$/, '')
    .split(/\r\n|\r|\n/, mostTokens + 1);
  if (lines.length > mostTokens) throw new UserError(`${file}: more than ${mostTokens} tokens`);
  return new Map(lines.map((token, id) => [token, id]));
}

/** Models published without settings (BioBERT) tell whether they are cased by their vocabulary alone. */
function hasCapitals(tokens: Iterable<string>, special: readonly string[]): boolean {
  for (const token of tokens) {
    if (/\p{Lu}/u.test(token) && !special.includes(token) && !/^\[.*\]$/.test(token)) return true;
  }
  return false;
}
