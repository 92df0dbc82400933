import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Engine, Inspection } from '../engine.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { deviceOption, openGivenEngine } from './model-options.ts';
import { type Terminal, write } from './terminal.ts';

export const inspect: Command = {
  name: 'inspect',
  usage: 'MODEL [--text T | --words W…]',
  summary: 'Tells what a model is made of or, for a text, its tokens and logits, as JSON',
  details: [
    'MODEL is a name that "gerbera models" lists, or a folder. Without a text: architecture, heads with their labels, and',
    'tensors. With one: "tokens", "ids", "offsets" (in UTF-16 units; for words, in their word), "word_ids" (for words) and',
    '"logits" by head, hidden heads included, a row for each token.',
  ].join('\n'),
  options: {
    text: { kind: 'value', placeholder: 'T', help: 'a running text' },
    words: { kind: 'rest', placeholder: 'W…', help: 'words, each tokenized by itself; up to the next option' },
    'max-length': { kind: 'value', placeholder: 'N', help: 'keep at most N tokens, special ones included' },
    ...deviceOption,
  },
  async run(given, terminal) {
    const [model, ...more] = given.positionals;
    const text = given.value('text');
    const words = given.list('words');
    if (model === undefined) throw new UsageError('a model is needed');
    if (more.length > 0) throw new UsageError(`"${more[0]}" is one argument too many`);
    if (text !== undefined && words) throw new UsageError('--text and --words exclude each other');
    const maxLength = given.number('max-length', 1, Number.MAX_SAFE_INTEGER);
    const engine = await openGivenEngine(given, terminal, { model, heads: 'all' });
    try {
      if (text !== undefined) await print(inspectionJson(await engine.inspectText(text, maxLength)), terminal);
      else if (words) await print(inspectionJson(await engine.inspectWords(words, maxLength)), terminal);
      else await print(await describe(engine), terminal);
    } finally {
      await engine.dispose();
    }
    return 0;
  },
};

function inspectionJson({ tokens, ids, offsets, wordIds, logits }: Inspection): object {
  return {
    tokens,
    ids,
    offsets: offsets.map(({ start, end }) => [start, end]),
    ...(wordIds ? { word_ids: wordIds } : {}),
    logits,
  };
}

async function describe({ info }: Engine): Promise<object> {
  const { source, config, weightFiles } = await openCheckpoint(info.folder);
  source.close();
  return {
    name: info.name,
    folder: info.folder,
    architecture: config.architectures,
    family: info.family,
    form: info.kind,
    encoder: info.encoder,
    window: info.maxLength,
    heads: info.heads,
    files: weightFiles,
    tensors: [...source.tensors.values()].map(({ name, type, shape }) => ({ name, type, shape })),
  };
}

/** Numbers in full, lists on one line. */
async function print(value: object, { stdout }: Terminal): Promise<void> {
  await write(stdout, `${JSON.stringify(value)}\n`);
}
