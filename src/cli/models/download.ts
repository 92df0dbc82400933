import { counted, duration, plain } from '../../evaluate/report/format.ts';
import { downloadModel } from '../../library/hub/download.ts';
import type { HubEvent, HubModel } from '../../library/hub/hub-model.ts';
import { lookUpModel } from '../../library/hub/look-up.ts';
import type { ImportedModel } from '../../library/import.ts';
import { agreed } from '../agree.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { bytesText } from '../sizes.ts';
import { StatusLine } from '../status-line.ts';
import { type Terminal, tell, write } from '../terminal.ts';

/** Downloads a model from the Hugging Face Hub once the user has agreed, and takes it into the library. */
export async function downloadAction(given: Arguments, terminal: Terminal): Promise<number> {
  const [repository, ...more] = given.positionals;
  if (repository === undefined || more.length > 0) throw new UsageError('one repository is needed, as OWNER/NAME');
  if (given.flag('json') && given.flag('events')) {
    throw new UsageError('--json shows what would be fetched; --events tells of a download');
  }
  const revision = given.value('revision');
  const source = { repository, ...(revision === undefined ? {} : { revision }) };
  const { stdout, stderr, signal } = terminal;
  if (given.flag('json')) {
    await write(stdout, `${JSON.stringify(await lookUpModel(source, signal), undefined, 2)}\n`);
    return 0;
  }
  if (given.flag('yes')) return download(source, given, terminal);
  const model = await lookUpModel(source, signal);
  tell(stderr, `${shown(model).join('\n')}\n`);
  if (!(await agreed(terminal))) {
    tell(stderr, 'gerbera: nothing was downloaded\n');
    return 1;
  }
  // What was shown is what comes, whatever the revision means by then.
  return download({ repository, revision: model.commit }, given, terminal);
}

async function download(
  source: { readonly repository: string; readonly revision?: string },
  given: Arguments,
  terminal: Terminal,
): Promise<number> {
  const { stdout, stderr, signal } = terminal;
  const [name, type] = [given.value('name'), given.value('type')];
  const status = new StatusLine(terminal);
  const events: Promise<void>[] = [];
  const print = (event: HubEvent | { readonly kind: 'done'; readonly model: ImportedModel }) => {
    if (given.flag('events')) events.push(write(stdout, `${JSON.stringify(event)}\n`));
  };
  const progress = (event: HubEvent) => {
    show(event, status);
    print(event);
  };
  try {
    const options = {
      signal,
      progress,
      ...(name === undefined ? {} : { name }),
      ...(type === undefined ? {} : { type }),
    };
    const model = await downloadModel(source, options);
    print({ kind: 'done', model });
    await Promise.all(events);
    if (!given.flag('events')) await write(stdout, `${model.name}\t${model.folder}\n`);
    status.clear();
    tell(stderr, `gerbera: "${model.name}" finds ${model.types.join(', ')}; use it with --model ${model.name}\n`);
    return 0;
  } catch (thrown) {
    status.clear();
    if (signal.aborted) tell(stderr, 'gerbera: interrupted; the same command goes on with it\n');
    throw thrown;
  }
}

/** What would be fetched, for a person. */
function shown({ repository, commit, licence, gated, files, bytes }: HubModel): string[] {
  return [
    `${repository}, ${bytesText(bytes)} in ${counted(files.length, 'file')}`,
    `  commit ${commit}`,
    `  licence: ${licence === null ? 'none is given' : plain(licence)}`,
    ...(gated ? ['  its owner gives it to those who have agreed to terms; HF_TOKEN says who you are'] : []),
    ...files.map((file) => `  ${file.name}, ${bytesText(file.bytes)}`),
  ];
}

function show(event: HubEvent, status: StatusLine): void {
  switch (event.kind) {
    case 'found':
      status.line(`${event.model.repository} at ${event.model.commit}, ${bytesText(event.model.bytes)}`);
      break;
    case 'download': {
      const left = event.left === undefined || event.left < 500 ? [] : [`${duration(event.left / 1000)} left`];
      const told = [`${bytesText(event.bytes)} of ${bytesText(event.total)}`, ...left];
      status.progress(event.total === 0 ? 1 : event.bytes / event.total, told.join(', '));
      break;
    }
    case 'note':
      status.line(plain(event.message));
      break;
    case 'checked':
      status.line(`${counted(event.files, 'file')} as the Hub has them; trying the model`);
  }
}
