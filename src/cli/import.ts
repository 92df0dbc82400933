import { importModel } from '../library/import.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { tell, write } from './terminal.ts';

export const importCommand: Command = {
  name: 'import',
  usage: 'DIR [--name N] [--type T]',
  summary: 'Copies a model from a folder into the library, once it has been loaded and run',
  details: [
    'DIR is in the layout of Hugging Face: config.json, the tokenizer, and model.safetensors or pytorch_model.bin. Its',
    'labels are BIO or IOBES. The published GERBERA models have bare labels (B, I, O): --type says what they stand for.',
  ].join('\n'),
  options: {
    name: { kind: 'value', placeholder: 'N', help: "its name in the library; the folder's own if not given" },
    type: { kind: 'value', placeholder: 'T', help: 'the entity type of bare labels, as in --type Disease' },
  },
  async run(given, { stdout, stderr, signal }) {
    const [folder, ...more] = given.positionals;
    if (folder === undefined || more.length > 0) throw new UsageError('one folder is needed');
    const name = given.value('name');
    const type = given.value('type');
    const imported = await importModel(folder, {
      ...(name === undefined ? {} : { name }),
      ...(type === undefined ? {} : { type }),
      signal,
    });
    await write(stdout, `${imported.name}\t${imported.folder}\n`);
    tell(
      stderr,
      `gerbera: "${imported.name}" finds ${imported.types.join(', ')}; use it with --model ${imported.name}\n`,
    );
    return 0;
  },
};
