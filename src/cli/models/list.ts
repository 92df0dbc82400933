import { modelDetails } from '../../library/details.ts';
import { type InstalledModel, listModels } from '../../library/list.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { columns } from '../help.ts';
import { type Terminal, write } from '../terminal.ts';

/** Lists the models that are installed. */
export async function listAction(given: Arguments, { stdout }: Terminal): Promise<number> {
  if (given.positionals.length > 0) throw new UsageError(`"${given.positionals[0]}" is one argument too many`);
  const lines = given.flag('json') ? [JSON.stringify(await modelDetails(), undefined, 2)] : await table();
  await write(stdout, `${lines.join('\n')}\n`);
  return 0;
}

async function table(): Promise<string[]> {
  const rows = (await listModels()).map((model) => [model.name, lineOf(model)] as const);
  return columns(rows).map((line) => line.trimStart());
}

function lineOf({ broken, description }: InstalledModel): string {
  return broken ? `cannot be loaded: ${description}` : description;
}
