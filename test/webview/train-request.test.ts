import { describe, expect, it } from 'vitest';
import { isPanelRequest } from '../../src/protocol/panel.ts';
import { trainingMethods } from '../../src/protocol/training.ts';
import { multi } from '../../src/train/config/methods.ts';
import type { KnownCorpus } from '../../webview/panel/train/form/corpus-check.ts';
import { hyperGroups } from '../../webview/panel/train/form/hyper-fields.ts';
import { outputProblem, suggestedName } from '../../webview/panel/train/form/output-name.ts';
import { readForm } from '../../webview/panel/train/form/request.ts';
import { emptyForm, type FormState, formOf } from '../../webview/panel/train/form/state.ts';
import { written } from '../train/config/written.ts';
import { bases, bc5cdr, ncbi, wikigold } from './train-samples.ts';

const taken = { models: ['Mine'], outputs: ['/library/old-run', '/elsewhere/run'], libraryFolder: '/library' };
const corpora = new Map<string, KnownCorpus>([ncbi, wikigold, bc5cdr].map((corpus) => [corpus.place, { corpus }]));
const whole: FormState = { ...emptyForm, target: ncbi.place, generals: [wikigold.place] };

function read(state: Partial<FormState> = {}, more: ReadonlyMap<string, KnownCorpus> = corpora) {
  return readForm({ ...whole, ...state }, { bases, taken, corpus: (place) => more.get(place) ?? {} });
}

describe('what the form asks for', () => {
  it('is a request with nothing but what was chosen where nothing else was entered', () => {
    const { request, problems } = read();
    expect([...problems]).toEqual([]);
    expect(request).toEqual({
      ...{ method: 'gerbera', base: 'base', targets: [ncbi.place], generals: [wikigold.place], corpora: [] },
      ...{ output: 'ncbi-disease-gerbera', hyper: {} },
    });
    expect(isPanelRequest({ kind: 'start', request })).toBe(true);
  });

  it('leaves out corpora that the method does not use', () => {
    expect(read({ method: 'single', corpora: [bc5cdr.place] }).request).toMatchObject({ generals: [], corpora: [] });
  });

  it('has the corpora of which a stage of their own follows as targets too', () => {
    const both = { method: 'multi', corpora: [ncbi.place], generals: [] } as const;
    expect(read({ ...both, alone: [ncbi.place, '/gone'] }).request).toMatchObject({
      ...{ targets: [ncbi.place], corpora: [ncbi.place] },
    });
    expect(read(both).request).toMatchObject({ targets: [] });
  });

  it('waits for corpora that are being read', () => {
    const { request, waiting } = read({}, new Map([...corpora, [ncbi.place, {}]]));
    expect([request, waiting]).toEqual([undefined, true]);
  });

  it('is what a request that was put together elsewhere was', () => {
    for (const state of [
      { hyper: { epochs1: '3', learningRate2: '1e-5', batch: '512', dropout: '0.2', test: 'true', device: 'cpu' } },
      { method: 'multi', corpora: [ncbi.place], alone: [ncbi.place], hyper: { batch: '8', batchUnit: 'sentences' } },
      { method: 'single', output: 'other', base: 'biobert' },
    ] as const) {
      const { request } = read(state);
      expect(request).toBeDefined();
      if (request)
        expect(
          readForm(formOf(request), { bases, taken, corpus: (place) => corpora.get(place) ?? {} }).request,
        ).toEqual(request);
    }
  });
});

describe('the hyper-parameters of a request', () => {
  const hyperOf = (hyper: FormState['hyper'], more: Partial<FormState> = {}) => read({ hyper, ...more }).request?.hyper;
  const problemOf = (name: string, text: string) => [...read({ hyper: { [name]: text } }).problems].join();

  it('are those alone that differ from the defaults', () => {
    expect(hyperOf({ epochs1: '20', learningRate1: '0.0005', seed: '1', warmup: '0.10', schedule: 'linear' })).toEqual(
      {},
    );
    expect(hyperOf({ batch: '1024', batchUnit: 'tokens', test: 'false' })).toEqual({});
    expect(hyperOf({ seed: '7', dropout: '0', test: 'true' })).toEqual({ seed: 7, dropout: 0, test: true });
  });

  it('name every stage of a list, the others with their defaults', () => {
    expect(hyperOf({ epochs2: '3' })).toEqual({ epochs: [20, 3] });
    expect(hyperOf({ learningRate1: '1e-3' })).toEqual({ learningRates: [1e-3, 2e-4] });
    expect(hyperOf({ epochs1: '3', epochs2: '9' }, { method: 'single' })).toEqual({ epochs: [3] });
  });

  it('count a batch in what was chosen', () => {
    expect(hyperOf({ batch: '16', batchUnit: 'sentences' })).toEqual({ batch: 16 });
    expect(hyperOf({ batch: '2048' })).toEqual({ batchTokens: 2048 });
    expect(hyperOf({ batch: '8' }, { base: 'biobert' })).toEqual({ batch: 8 });
  });

  it('are refused with what is right instead', () => {
    expect(problemOf('epochs1', 'many')).toBe('epochs1,Enter a number.');
    expect(problemOf('epochs1', '2.5')).toBe('epochs1,Enter a whole number.');
    expect(problemOf('epochs2', '0')).toBe('epochs2,Enter 1 or more.');
    expect(problemOf('learningRate1', '0')).toBe('learningRate1,Enter a number above 0.');
    expect(problemOf('dropout', '2')).toBe('dropout,Enter 0.9 or less.');
    expect(problemOf('warmup', '1.5')).toContain('a share below 1');
    expect(problemOf('weightDecay', '-1')).toBe('weightDecay,Enter no number below 0.');
    expect(problemOf('batch', '4')).toBe('batch,Enter 8 or more.');
    expect(problemOf('batchUnit', 'sentences')).toBe('batch,Enter how many.');
  });

  it('take a comma for that of decimals, but not where it may be one between thousands', () => {
    expect(read({ hyper: { fraction: '0,125' } }).request?.hyper).toEqual({ fraction: 0.125 });
    const { request, problems } = read({ hyper: { maxSteps: '1,000' } });
    expect(request).toBeUndefined();
    expect(problems.get('maxSteps')).toBe('Enter the number without a comma between thousands.');
  });

  it('have the defaults that the trainer has', () => {
    const corpus = { folder: '/c', types: ['Gene'], devel: true };
    const run = { seed: 1, device: 'auto', threads: 1, maxLength: 128, weights: 'float32', test: false } as const;
    const options = {
      ...{
        base: '/b',
        hidden: 256,
        output: '/o',
        map: {},
        overrides: {},
        target: { fraction: 1, onlyWithMentions: false },
      },
      run: { ...run, checkpoints: { minutes: 10, keep: false } },
    };
    const configs = {
      single: written('single', corpus, [], options),
      gerbera: written('gerbera', corpus, [{ ...corpus, folder: '/g' }], options),
      multi: multi([{ ...corpus, folder: '/m' }], [], [corpus], options),
    };
    for (const [method, config] of Object.entries(configs)) {
      const [stage] = config.stages;
      const stages = config.stages.map(({ name }) => name);
      const known = trainingMethods.find((each) => each === method) ?? 'single';
      const fields = hyperGroups({ method: known, base: bases[0], stages }).flatMap((group) => group.fields);
      const standards = Object.fromEntries(fields.map(({ name, standard }) => [name, standard]));
      expect(standards).toMatchObject({
        ...{ seed: String(config.seed), device: config.device, weights: config.weights, test: String(config.test) },
        ...{ schedule: stage?.schedule, warmup: String(stage && 'share' in stage.warmup && stage.warmup.share) },
        ...{ weightDecay: String(stage?.weightDecay), layerDecay: String(stage?.layerDecay) },
        ...{ labelSmoothing: String(stage?.labelSmoothing), accumulate: String(stage?.accumulate) },
        ...(known === 'single' ? {} : { alpha: String(stage?.sampling.alpha) }),
      });
    }
  });
});

describe('what is wrong with the corpora of a form', () => {
  const said = (state: Partial<FormState>) => Object.fromEntries(read(state).problems);

  it('is told before anything starts', () => {
    expect(said({ target: '' }).target).toContain('Choose the corpus');
    expect(said({ generals: [] }).general).toContain('general domain');
    expect(said({ method: 'multi' }).corpora).toContain('at least one');
    expect(said({ generals: [ncbi.place] }).general).toContain('among the general ones');
    // Without devel it can be general, not the target.
    expect(said({ target: wikigold.place, generals: [ncbi.place] }).target).toContain('cannot be trained on');
    expect(said({ method: 'multi', corpora: [bc5cdr.place] }).corpora).toBeDefined();
    expect(said({ method: 'single', generals: [] })).toEqual({});
  });
});

describe('the name of a model', () => {
  it('is refused where it is taken or unfit', () => {
    for (const name of ['mine', 'OLD-RUN', 'base']) expect(outputProblem(name, taken)).toContain('already');
    for (const name of ['two words', '.hidden', 'con']) expect(outputProblem(name, taken)).toContain('letters');
    for (const path of ['a/b', './a', 'a\\b']) expect(outputProblem(path, taken)).toContain('whole path');
    expect(outputProblem('/elsewhere/run/', taken)).toContain('already');
    for (const fit of ['new', '/elsewhere/new', 'C:\\models\\new', 'run'])
      expect(outputProblem(fit, taken)).toBeUndefined();
  });

  it('is made of the corpora where none is given, and is free', () => {
    expect(suggestedName(['/c/NCBI disease'], 'single', taken)).toBe('ncbi-disease-single');
    expect(suggestedName(['/c/old'], 'run', taken)).toBe('old-run-2');
    expect(suggestedName(['/c/a', '/c/b', '/c/c'], 'multi', taken)).toBe('a-and-2-multi');
    for (const place of ['/c/βρέ', '/', `/c/${'x'.repeat(200)}`]) {
      expect(outputProblem(suggestedName([place], 'multi', taken), taken)).toBeUndefined();
    }
  });
});
