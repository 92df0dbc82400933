import { type InstalledModel, listModels } from '../library/list.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { columns } from './help.ts';
import { write } from './terminal.ts';

export const models: Command = {
  name: 'models',
  usage: '[--json]',
  summary: 'Lists the models that are installed',
  options: { json: { kind: 'flag', help: 'as JSON: name, folder, embedded, description, types, broken' } },
  async run(given, { stdout }) {
    if (given.positionals.length > 0) throw new UsageError(`"${given.positionals[0]}" is one argument too many`);
    const listed = await listModels();
    const lines = given.flag('json')
      ? [JSON.stringify(listed, undefined, 2)]
      : columns(listed.map((model) => [model.name, lineOf(model)] as const)).map((line) => line.trimStart());
    await write(stdout, `${lines.join('\n')}\n`);
    return 0;
  },
};

function lineOf({ broken, description }: InstalledModel): string {
  return broken ? `cannot be loaded: ${description}` : description;
}
