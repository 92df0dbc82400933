import type { QuickPickItem } from 'vscode';
import type { CorpusPart, CorpusSummary, ListedModel } from '../../protocol.ts';
import type { Connection } from '../connection.ts';
import { chooseCorpus } from '../corpora/choose-corpus.ts';
import { t } from '../texts.ts';
import { ask } from '../wizard.ts';
import { modelProblem, partDetail, partProblem, preferredPart, scoredTypes } from './choices.ts';
import type { Asked } from './kept.ts';

interface PartItem extends QuickPickItem {
  readonly part: CorpusPart;
}

interface ModelItem extends QuickPickItem {
  readonly model?: ListedModel;
}

/** What kind of evaluation is asked for. */
export interface Wanted {
  /** What was evaluated before, newest first. */
  readonly last: readonly Asked[];
  /** Whether there has to be a second model. */
  readonly compare?: boolean;
  /** The folder of the model that is offered first. */
  readonly model?: string | undefined;
}

/** Asks for corpus, part, model, and a second model to compare it with; each question can be gone back from. */
export async function chooseEvaluation(connection: Connection, wanted: Wanted): Promise<Asked | undefined> {
  for (;;) {
    const corpus = await chooseEvaluated(connection, wanted);
    if (!corpus) return undefined;
    const chosen = await choosePartAndModels(connection, corpus, wanted);
    if (chosen !== 'back') return chosen;
  }
}

function titleOf({ compare = false }: Wanted): string {
  return compare ? t('Compare Models') : t('Evaluate Model');
}

async function choosePartAndModels(
  connection: Connection,
  corpus: CorpusSummary,
  wanted: Wanted,
): Promise<Asked | 'back' | undefined> {
  const before = wanted.last.find(({ place }) => place === corpus.place);
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
      const answer = await askPart(corpus, part, { wanted, steps });
      if (answer === 'back' || !answer) return answer;
      part = answer.part;
      question = 'model';
    } else if (question === 'model') {
      const answer = await askModel(corpus, part, models, { connection, before, wanted, steps });
      if (answer === 'back' && asksPart) question = 'part';
      else if (answer === 'back' || !answer?.model) return answer === 'back' ? 'back' : undefined;
      else {
        model = answer.model;
        question = 'against';
      }
    } else if (model) {
      const answer = await askSecond(corpus, part, models, { model, before, wanted, steps });
      if (answer === undefined) return undefined;
      if (answer !== 'back') return askedOf(corpus, part, model, answer.model);
      question = 'model';
    }
  }
}

/** The corpus to evaluate on. */
async function chooseEvaluated(connection: Connection, wanted: Wanted): Promise<CorpusSummary | undefined> {
  const answer = await chooseCorpus(connection, {
    ...{ title: titleOf(wanted), step: 1, steps: 4, canGoBack: false, files: true, openLabel: t('Evaluate') },
    placeholder: t('The corpus: a folder with train, devel and test parts, or a file'),
    recent: wanted.last.map(({ place }) => place),
    recentLabel: t('evaluated before'),
    problem: ({ parts }) => (parts.length === 1 && parts[0] ? partProblem(parts[0]) : undefined),
  });
  return typeof answer === 'object' ? answer : undefined;
}

function askPart(
  corpus: CorpusSummary,
  preferred: CorpusPart,
  { wanted, steps }: Pick<ModelQuestion, 'wanted' | 'steps'>,
): Promise<PartItem | 'back' | undefined> {
  const items = corpus.parts.map((part) => ({ label: part.split ?? '', detail: partDetail(part), part }));
  return ask<PartItem>({
    ...{ title: titleOf(wanted), step: 2, steps, items, canGoBack: true },
    placeholder: t('The part of {0} to evaluate on', corpus.name),
    active: items.find(({ part }) => part === preferred),
    problem: ({ part }) => partProblem(part),
  });
}

interface ModelQuestion {
  readonly wanted: Wanted;
  readonly before: Asked | undefined;
  readonly steps: number;
}

function askModel(
  corpus: CorpusSummary,
  part: CorpusPart,
  models: readonly ListedModel[],
  { connection, before, wanted, steps }: ModelQuestion & { readonly connection: Connection },
): Promise<ModelItem | 'back' | undefined> {
  const items = models.map((model) => modelItem(corpus, part, model));
  const current = connection.status.model?.folder;
  return ask<ModelItem>({
    ...{ title: titleOf(wanted), step: steps - 1, steps, items, canGoBack: true },
    placeholder: t('The model to evaluate'),
    active:
      items.find(({ model }) => model && model.folder === wanted.model) ??
      items.find(({ model }) => model && nameOf(model) === before?.model) ??
      items.find(({ model }) => model?.folder === current),
    problem: ({ model }) => model && modelProblem(corpus, part, model),
  });
}

function askSecond(
  corpus: CorpusSummary,
  part: CorpusPart,
  models: readonly ListedModel[],
  { model: first, before, wanted, steps }: ModelQuestion & { readonly model: ListedModel },
): Promise<ModelItem | 'back' | undefined> {
  const none: ModelItem = {
    label: `$(circle-slash) ${t('No comparison')}`,
    detail: t('Scores of {0} alone', first.name),
  };
  const others = models.filter((model) => model !== first).map((model) => modelItem(corpus, part, model));
  const items = wanted.compare ? others : [none, ...others];
  return ask<ModelItem>({
    ...{ title: titleOf(wanted), step: steps, steps, canGoBack: true },
    items,
    placeholder:
      items.length > 0
        ? t('A second model to compare {0} with', first.name)
        : t('There is no second model to compare {0} with: import, download or fine-tune one first', first.name),
    active: others.find(({ model }) => model && nameOf(model) === before?.against) ?? items[0],
    problem: ({ model }) => model && modelProblem(corpus, part, model),
  });
}

function modelItem(corpus: CorpusSummary, part: CorpusPart, model: ListedModel): ModelItem {
  const scored = scoredTypes(corpus, part, model);
  const problem = modelProblem(corpus, part, model);
  const detail =
    problem === undefined
      ? scored.length > 0
        ? t('Scored: {0}', scored.join(', '))
        : model.description
      : `$(warning) ${model.broken ? model.description : t('knows none of the types of {0}', corpus.name)}`;
  return {
    label: `$(symbol-misc) ${model.name}`,
    description: model.embedded ? t('comes with the extension') : model.folder,
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
