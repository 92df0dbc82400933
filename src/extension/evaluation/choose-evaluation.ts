import path from 'node:path';
import { ProgressLocation, type QuickPickItem, QuickPickItemKind, type Uri, window, workspace } from 'vscode';
import { errorMessage } from '../../core/errors.ts';
import { unlinked } from '../../core/unlinked.ts';
import type { CorpusPart, CorpusSummary, ListedModel } from '../../protocol.ts';
import { unlessCancelled } from '../cancelled.ts';
import type { Connection } from '../connection.ts';
import { tellError } from '../tell.ts';
import { ask } from '../wizard.ts';
import { modelProblem, partDetail, partProblem, preferredPart, scoredTypes } from './choices.ts';
import { corporaAmong, corpusGlob } from './corpora.ts';
import type { Asked } from './kept.ts';

/** Files of a workspace that are looked at. */
const mostFiles = 2000;

interface PlaceItem extends QuickPickItem {
  readonly place?: string;
  /** Which dialog it opens. */
  readonly dialog?: 'folder' | 'file';
}

interface PartItem extends QuickPickItem {
  readonly part: CorpusPart;
}

interface ModelItem extends QuickPickItem {
  readonly model?: ListedModel;
}

const title = 'Evaluate Model on Corpus';

/**
 * Asks for corpus, part, model, and a second model to compare it with; each question can be gone back from.
 * @param last what was evaluated before, newest first.
 */
export async function chooseEvaluation(connection: Connection, last: readonly Asked[]): Promise<Asked | undefined> {
  let corpus: CorpusSummary | undefined;
  for (;;) {
    corpus = await chooseCorpus(connection, last);
    if (!corpus) return undefined;
    const chosen = await choosePartAndModels(connection, corpus, last);
    if (chosen !== 'back') return chosen;
  }
}

async function choosePartAndModels(
  connection: Connection,
  corpus: CorpusSummary,
  last: readonly Asked[],
): Promise<Asked | 'back' | undefined> {
  const before = last.find(({ place }) => place === corpus.place);
  const models = await selectableModels(connection);
  const [single] = corpus.parts;
  const asksPart = single?.split !== undefined;
  const steps = asksPart ? 4 : 3;
  let question: 'part' | 'model' | 'against' = asksPart ? 'part' : 'model';
  let part = preferredPart(corpus.parts, before?.split);
  let model: ListedModel | undefined;
  if (!part) return 'back';
  for (;;) {
    if (question === 'part') {
      const answer = await askPart(corpus, part, steps);
      if (answer === 'back' || !answer) return answer;
      part = answer.part;
      question = 'model';
    } else if (question === 'model') {
      const answer = await askModel(corpus, part, models, { connection, before, steps });
      if (answer === 'back' && asksPart) question = 'part';
      else if (answer === 'back' || !answer?.model) return answer === 'back' ? 'back' : undefined;
      else {
        model = answer.model;
        question = 'against';
      }
    } else if (model) {
      const answer = await askSecond(corpus, part, models, { model, before, steps });
      if (answer === undefined) return undefined;
      if (answer !== 'back') return askedOf(corpus, part, model, answer.model);
      question = 'model';
    }
  }
}

/** The corpus that a person names, looked into; one that cannot be read is told, and asked for again. */
async function chooseCorpus(connection: Connection, last: readonly Asked[]): Promise<CorpusSummary | undefined> {
  const items = await placeItems(last);
  for (;;) {
    const answer = await ask<PlaceItem>({
      ...{ title, step: 1, steps: 4, items, canGoBack: false },
      placeholder: 'The corpus: a folder with train, devel and test parts, or a file',
      active: items.find(({ place, dialog }) => place !== undefined || dialog !== undefined),
    });
    if (answer === undefined || answer === 'back') return undefined;
    const place = answer.place ?? (await openDialog(answer.dialog ?? 'folder'));
    if (place === undefined) continue;
    const corpus = await lookInto(connection, place);
    if (corpus) return corpus;
  }
}

async function placeItems(last: readonly Asked[]): Promise<readonly PlaceItem[]> {
  const recent = [...new Set(last.map(({ place }) => place))];
  const files = await workspace.findFiles(corpusGlob, '**/node_modules/**', mostFiles);
  const found = corporaAmong(files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath));
  const item = (place: string): PlaceItem => ({
    label: `$(database) ${path.basename(place)}`,
    description: workspace.asRelativePath(path.dirname(place)),
    place,
  });
  const group = (label: string, places: readonly string[]): PlaceItem[] =>
    places.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...places.map(item)];
  return [
    ...group('evaluated before', recent),
    ...group(
      'in this workspace',
      found.filter((place) => !recent.includes(place)),
    ),
    { label: 'elsewhere', kind: QuickPickItemKind.Separator },
    { label: '$(folder-opened) Choose a folder …', dialog: 'folder' },
    { label: '$(file) Choose a file …', dialog: 'file' },
  ];
}

async function openDialog(kind: 'folder' | 'file'): Promise<string | undefined> {
  const folder = kind === 'folder';
  const picked: readonly Uri[] | undefined = await window.showOpenDialog({
    title: folder ? 'A corpus: a folder with train, devel and test parts' : 'A file of labelled text',
    openLabel: 'Evaluate',
    canSelectFiles: !folder,
    canSelectFolders: folder,
  });
  return picked?.[0]?.fsPath;
}

async function lookInto(connection: Connection, place: string): Promise<CorpusSummary | undefined> {
  try {
    const corpus = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: `GERBERA: looking into ${unlinked(path.basename(place))}`,
        cancellable: true,
      },
      (_, token) => unlessCancelled(token, () => connection.describeCorpus(place, token)),
    );
    if (!corpus) return undefined;
    const [single] = corpus.parts;
    const problem = corpus.parts.length === 1 && single ? partProblem(single) : undefined;
    if (problem === undefined) return corpus;
    tellError(problem);
  } catch (error) {
    tellError(errorMessage(error));
  }
  return undefined;
}

function askPart(corpus: CorpusSummary, preferred: CorpusPart, steps: number): Promise<PartItem | 'back' | undefined> {
  const items = corpus.parts.map((part) => ({ label: part.split ?? '', detail: partDetail(part), part }));
  return ask<PartItem>({
    ...{ title, step: 2, steps, items, canGoBack: true },
    placeholder: `The part of ${corpus.name} to evaluate on`,
    active: items.find(({ part }) => part === preferred),
    problem: ({ part }) => partProblem(part),
  });
}

interface ModelQuestion {
  readonly before: Asked | undefined;
  readonly steps: number;
}

function askModel(
  corpus: CorpusSummary,
  part: CorpusPart,
  models: readonly ListedModel[],
  { connection, before, steps }: ModelQuestion & { readonly connection: Connection },
): Promise<ModelItem | 'back' | undefined> {
  const items = models.map((model) => modelItem(corpus, part, model));
  const current = connection.status.model?.folder;
  return ask<ModelItem>({
    ...{ title, step: steps - 1, steps, items, canGoBack: true },
    placeholder: 'The model to evaluate',
    active:
      items.find(({ model }) => model && nameOf(model) === before?.model) ??
      items.find(({ model }) => model?.folder === current),
    problem: ({ model }) => model && modelProblem(corpus, part, model),
  });
}

function askSecond(
  corpus: CorpusSummary,
  part: CorpusPart,
  models: readonly ListedModel[],
  { model: first, before, steps }: ModelQuestion & { readonly model: ListedModel },
): Promise<ModelItem | 'back' | undefined> {
  const none: ModelItem = { label: '$(circle-slash) No comparison', detail: `Scores of ${first.name} alone` };
  const others = models.filter((model) => model !== first).map((model) => modelItem(corpus, part, model));
  return ask<ModelItem>({
    ...{ title, step: steps, steps, items: [none, ...others], canGoBack: true },
    placeholder: `A second model to compare ${first.name} with`,
    active: others.find(({ model }) => model && nameOf(model) === before?.against) ?? none,
    problem: ({ model }) => model && modelProblem(corpus, part, model),
  });
}

function modelItem(corpus: CorpusSummary, part: CorpusPart, model: ListedModel): ModelItem {
  const scored = scoredTypes(corpus, part, model);
  const problem = modelProblem(corpus, part, model);
  const detail =
    problem === undefined
      ? scored.length > 0
        ? `Scored: ${scored.join(', ')}`
        : model.description
      : `$(warning) ${model.broken ? model.description : `knows none of the types of ${corpus.name}`}`;
  return {
    label: `$(symbol-misc) ${model.name}`,
    description: model.embedded ? 'comes with the extension' : model.folder,
    detail,
    model,
  };
}

/** The models of the library, and the one that reads documents now, which may lie elsewhere. */
async function selectableModels(connection: Connection): Promise<readonly ListedModel[]> {
  const models = await connection.models();
  const { model } = connection.status;
  if (!model || models.some(({ folder }) => folder === model.folder)) return models;
  const { name, folder, family, types } = model;
  const description = `${family}: ${types.join(', ')}`;
  return [...models, { name, folder, embedded: false, description, types, broken: false }];
}

/** What the command line calls a model: names of the library are made of its folders'. */
function nameOf({ name, folder, embedded }: ListedModel): string {
  return embedded ? name : folder;
}

function askedOf(corpus: CorpusSummary, part: CorpusPart, model: ListedModel, against: ListedModel | undefined): Asked {
  return {
    place: corpus.place,
    ...(part.split === undefined ? {} : { split: part.split }),
    model: nameOf(model),
    ...(against ? { against: nameOf(against) } : {}),
  };
}
