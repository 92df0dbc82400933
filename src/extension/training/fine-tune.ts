import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ProgressLocation, type QuickPickItem, window } from 'vscode';
import { errorMessage } from '../../core/errors.ts';
import { unlinked } from '../../core/unlinked.ts';
import type { TrainingBase, TrainingMethod, TrainingRequest } from '../../protocol/training.ts';
import type { CorpusSummary } from '../../protocol.ts';
import type { TrainingEstimate } from '../../runs/run.ts';
import { unlessCancelled } from '../cancelled.ts';
import type { Connection } from '../connection.ts';
import { chooseCorpus } from '../corpora/choose-corpus.ts';
import { freeName } from '../models/model-names.ts';
import type { ModelRequests } from '../models/model-requests.ts';
import { t } from '../texts.ts';
import { ask, askText } from '../wizard.ts';
import {
  baseLine,
  corpusWords,
  generalProblem,
  outputProblem,
  requestOf,
  takenNames,
  targetProblem,
} from './fine-tune-choices.ts';
import { estimateWords } from './run-words.ts';
import type { Runs } from './runs.ts';

/** What came of the questions: a run to start, or to look at in the panel's form first. */
export interface FineTune {
  readonly request: TrainingRequest;
  readonly next: 'start' | 'panel';
}

type Step = 'target' | 'general' | 'base' | 'output' | 'confirm';

interface BaseItem extends QuickPickItem {
  readonly base: TrainingBase;
}

interface ConfirmItem extends QuickPickItem {
  readonly next?: FineTune['next'] | Step;
  /** What is told when it is chosen, where there is nothing to do. */
  readonly told?: string;
}

const steps = 5;

/**
 * Asks for target corpus, general corpora, base model and name, each of which can be gone back from, then estimates the run
 * and asks once more.
 */
export class FineTuneQuestions {
  readonly #connection: Connection;
  readonly #models: ModelRequests;
  readonly #runs: Runs;
  readonly #title = t('Fine-Tune Model');
  #target: CorpusSummary | undefined;
  #generals: readonly CorpusSummary[] = [];
  #base: TrainingBase | undefined;
  #output: string | undefined;

  constructor(connection: Connection, models: ModelRequests, runs: Runs) {
    this.#connection = connection;
    this.#models = models;
    this.#runs = runs;
  }

  /** Undefined if it is not wanted after all. */
  async ask(): Promise<FineTune | undefined> {
    let step: Step | undefined = 'target';
    while (step !== undefined) {
      if (step === 'target') step = await this.#askTarget();
      else if (step === 'general') step = await this.#askGenerals();
      else if (step === 'base') step = await this.#askBase();
      else if (step === 'output') step = await this.#askOutput();
      else {
        const answer: FineTune | Step | undefined = await this.#confirm();
        if (typeof answer === 'object') return answer;
        step = answer;
      }
    }
    return undefined;
  }

  async #askTarget(): Promise<Step | undefined> {
    const chosen = await chooseCorpus(this.#connection, {
      ...{ title: this.#title, step: 1, steps, canGoBack: false, files: false, openLabel: t('Learn from It') },
      placeholder: t('The corpus that the model is to do well on: a folder with train and devel parts'),
      recent: this.#recent(true),
      recentLabel: t('learnt from before'),
      problem: targetProblem,
    });
    if (typeof chosen !== 'object') return undefined;
    this.#target = chosen;
    this.#generals = this.#generals.filter(({ place }) => place !== chosen.place);
    return 'general';
  }

  async #askGenerals(): Promise<Step | undefined> {
    const target = this.#target;
    if (!target) return 'target';
    const names = this.#generals.map(({ name }) => name).join(', ');
    const answer = await chooseCorpus(this.#connection, {
      ...{ title: this.#title, step: 2, steps, canGoBack: true, files: false, openLabel: t('Learn from It') },
      placeholder:
        names === ''
          ? t('A corpus of a general domain to learn from as well, or none')
          : t('One more corpus of a general domain, or go on'),
      recent: this.#recent(false),
      recentLabel: t('learnt from before'),
      without: [target, ...this.#generals].map(({ place }) => place),
      none:
        names === ''
          ? {
              label: `$(circle-slash) ${t('No general corpus')}`,
              detail: t('The model learns from {0} alone: {1}', target.name, corpusWords(target)),
            }
          : {
              label: `$(arrow-right) ${t('Go on with {0}', names)}`,
              detail: t('First all of them with {0}, then {0} alone (GERBERA)', target.name),
            },
      problem: (corpus) => generalProblem(corpus, target, this.#generals),
    });
    if (answer === 'none') return 'base';
    if (typeof answer === 'object') {
      this.#generals = [...this.#generals, answer];
      return 'general';
    }
    if (answer === undefined) return undefined;
    // The way back leads over those that were chosen.
    if (this.#generals.length === 0) return 'target';
    this.#generals = this.#generals.slice(0, -1);
    return 'general';
  }

  async #askBase(): Promise<Step | undefined> {
    const bases = await this.#runs.bases();
    const items: readonly BaseItem[] = bases.map((base) => ({ ...baseLine(base), base }));
    const answer = await ask<BaseItem>({
      ...{ title: this.#title, step: 3, steps, items, canGoBack: true },
      placeholder: t('The model to start from'),
      active: items.find(({ base }) => base.base === this.#base?.base) ?? items.find(({ base }) => base.embedded),
    });
    if (answer === 'back') return 'general';
    if (!answer) return undefined;
    this.#base = answer.base;
    return 'output';
  }

  /** What the panel would call it, too. */
  #suggested(): string {
    const method: TrainingMethod = this.#generals.length > 0 ? 'gerbera' : 'single';
    return `${this.#target?.name ?? ''}-${method}`.toLowerCase();
  }

  async #askOutput(): Promise<Step | undefined> {
    const [models, library] = await Promise.all([this.#models.list(), this.#models.library()]);
    const names = models.map(({ name }) => name);
    const taken = takenNames(names, this.#runs.list ?? [], library);
    const answer = await askText({
      ...{ title: this.#title, step: 4, steps, canGoBack: true },
      placeholder: t('The name of the new model'),
      prompt: t('In your library, {0}. The absolute path of an empty folder is taken too.', library),
      value: this.#output ?? freeName(this.#suggested(), taken),
      problem: (typed) => outputProblem(typed, taken, entriesOf),
      typed: (typed) => {
        this.#output = typed || undefined;
      },
      other: { icon: 'folder-opened', tooltip: t('Save It in Another Folder …') },
    });
    if (answer === 'back') return 'base';
    if (!answer) return undefined;
    if ('text' in answer) {
      this.#output = answer.text;
      return 'confirm';
    }
    const [folder] =
      (await window.showOpenDialog({
        title: t('An empty folder for the model'),
        openLabel: t('Save Here'),
        canSelectFiles: false,
        canSelectFolders: true,
      })) ?? [];
    if (folder) this.#output = folder.fsPath;
    return 'output';
  }

  async #confirm(): Promise<FineTune | Step | undefined> {
    const [target, base, output] = [this.#target, this.#base, this.#output];
    if (!target || !base || output === undefined) return 'target';
    const request = requestOf({ target, generals: this.#generals, base, output });
    const estimated = await this.#estimate(request);
    if (estimated === undefined) return 'output';
    const refused = typeof estimated === 'string';
    const answer = await ask<ConfirmItem>({
      ...{ title: this.#title, step: steps, steps, canGoBack: true },
      items: refused ? refusalItems(estimated) : startItems(estimated),
      placeholder: refused
        ? t('It cannot be trained so; choose what to change')
        : t('Train {0} on {1}?', path.basename(output), target.name),
      problem: ({ told }) => told,
    });
    if (answer === 'back') return 'output';
    const next = answer?.next;
    return next === 'start' || next === 'panel' ? { request, next } : next;
  }

  /** What the run would take; the reason where it could not be trained; undefined if it is not waited for. */
  async #estimate(request: TrainingRequest): Promise<TrainingEstimate | string | undefined> {
    const options = {
      location: ProgressLocation.Notification,
      title: `GERBERA: ${t('estimating time and memory of {0}', unlinked(path.basename(request.output)))}`,
      cancellable: true,
    };
    try {
      return await window.withProgress(options, (_, token) =>
        unlessCancelled(token, () => this.#runs.estimate(request, token)),
      );
    } catch (error) {
      return errorMessage(error);
    }
  }

  /** Corpora of earlier runs, newest first. */
  #recent(target: boolean): readonly string[] {
    const corpora = (this.#runs.list ?? []).flatMap((run) => run.corpora);
    return corpora.filter((corpus) => corpus.target === target).map(({ folder }) => folder);
  }
}

function startItems(estimate: TrainingEstimate): readonly ConfirmItem[] {
  return [
    { label: `$(play) ${t('Start training')}`, detail: estimateWords(estimate).join(' · '), next: 'start' },
    {
      label: `$(settings) ${t('Open in the panel with these choices')}`,
      detail: t('To see or change hyper-parameters and the device before it starts'),
      next: 'panel',
    },
    ...estimate.warnings.map((told) => ({ label: `$(warning) ${t('Mind')}`, detail: told, told })),
  ];
}

function refusalItems(reason: string): readonly ConfirmItem[] {
  return [
    { label: `$(error) ${t('It cannot be trained so')}`, detail: reason, told: reason },
    { label: `$(database) ${t('Choose another target corpus …')}`, next: 'target' },
    { label: `$(database) ${t('Choose other general corpora …')}`, next: 'general' },
    { label: `$(symbol-misc) ${t('Choose another base model …')}`, next: 'base' },
    { label: `$(edit) ${t('Choose another name …')}`, next: 'output' },
    {
      label: `$(settings) ${t('Open in the panel with these choices')}`,
      detail: t('To change hyper-parameters, the device or how much memory it may take'),
      next: 'panel',
    },
  ];
}

function entriesOf(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}
