import { exportModel } from '../../library/export/export.ts';
import { modelForms } from '../../library/export/form.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { bytesText } from '../sizes.ts';
import { type Terminal, tell, write } from '../terminal.ts';

/** Exports a model into a folder of its own. */
export async function exportAction(given: Arguments, { stdout, stderr, signal }: Terminal): Promise<number> {
  const [model, ...more] = given.positionals;
  if (model === undefined || more.length > 0) throw new UsageError('one model is needed: a name or a folder');
  const form = given.choice('as', modelForms) ?? 'transformers';
  const out = given.value('out');
  if (!out) throw new UsageError('--out DIR is needed: the folder to write');
  const head = given.value('head');
  if (head !== undefined && form === 'transformers') {
    throw new UsageError('--head has no effect with --as transformers; use --as head or --as onnx');
  }
  const exported = await exportModel({ model, form, out, signal, ...(head === undefined ? {} : { head }) });
  const { folder, files, bytes } = exported;
  await write(stdout, `${given.flag('json') ? JSON.stringify(exported, undefined, 2) : folder}\n`);
  tell(stderr, `gerbera: ${files.length} files, ${bytesText(bytes)}: ${files.join(', ')}\n`);
  return 0;
}
