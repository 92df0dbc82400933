import { describe, expect, it } from 'vitest';
import { modelCard } from '../../../src/train/output/card.ts';
import type { RunReport } from '../../../src/train/output/report.ts';
import type { ScoredStep } from '../../../src/train/state.ts';
import { configFor, gerberaStages, workshop } from '../run/fixtures.ts';

const score = { precision: 0.5, recall: 0.5, f1: 0.5, support: 2 };
const scored = { corpus: 'target', micro: score, types: { Disease: score } };

function reportOf(keep: 'best' | 'last', best: ScoredStep): RunReport {
  const stage = { ...gerberaStages[0]!, select: { keep, corpora: ['target'] } };
  return {
    name: 'out',
    gerbera: '0',
    onnxruntime: '0',
    node: '0',
    platform: 'linux-x64',
    started: '',
    finished: '',
    seconds: 1,
    config: configFor(workshop(), 'out', [stage]),
    data: [],
    heads: ['Disease'],
    parameters: 1,
    model: { file: 'model.safetensors', sha256: '', stages: [stage.name] },
    stages: [
      {
        ...{ name: stage.name, reason: 'epochs', epochs: 2, steps: 20, tokens: 1, seconds: 1, device: 'cpu' },
        evaluations: [best],
        best,
      },
    ],
    devel: best.corpora,
    test: [],
  };
}

describe('a model card', () => {
  const best = { epoch: 2, step: 17, score: 0.5, corpora: [scored] };

  it('says what the devel parts chose', () => {
    const card = modelCard(reportOf('best', best));
    expect(card).toContain('20 updates, best weights after update 17 (F1 50.00 on devel);');
    expect(card).toContain('On the devel parts, which chose the weights:');
  });

  it('says that they chose nothing where the last weights are kept', () => {
    const card = modelCard(reportOf('last', best));
    expect(card).toContain('20 updates, last weights after update 17');
    expect(card).toContain('On the devel parts, which chose nothing:');
  });

  it('tells the held-out loss of masked language modelling as it is', () => {
    const card = modelCard(reportOf('last', { ...best, corpora: [], score: -7.25, loss: 7.25 }));
    expect(card).toContain('last weights after update 17 (held-out loss 7.2500);');
    expect(card).not.toContain('-7.25');
  });

  it('names the commit, and says that a stage learnt nothing', () => {
    const report = { ...reportOf('best', { ...best, score: 0 }), commit: '0123456789abcdef0123' };
    const card = modelCard(report);
    expect(card).toContain('Trained with GERBERA 0 (commit 0123456789ab, onnxruntime 0,');
    expect(card).toContain('**Learnt nothing.** The F1 of the stage multi-task was 0 at every evaluation');
    expect(modelCard(reportOf('best', best))).not.toMatch(/commit|Learnt nothing|Ended early/);
  });

  it('tells how corpora were drawn, what was frozen, and what was decided before', () => {
    const report = reportOf('best', best);
    const [stage] = report.config.stages;
    const sampling = { ...stage!.sampling, weights: { general: 2.5 } };
    const freeze = [{ layers: 'encoder' as const, epochs: 1 }, { layers: 2 }];
    const stages = [{ ...stage!, sampling, freeze }];
    const card = modelCard({ ...report, config: { ...report.config, stages, notes: ['trained with: general'] } });
    expect(card).toContain(
      'weight decay 0.01; corpora drawn by the weights general 2.5; frozen: the encoder for 1 epoch, then embeddings and 2 layers.',
    );
    expect(card).toContain('**Decided before.** trained with: general.');
    expect(modelCard(report)).not.toMatch(/Decided before|frozen|drawn/);
  });

  it('says which heads the last stage left behind, but for the one that is not shown', () => {
    const report = reportOf('best', best);
    const config = configFor(workshop(), 'out');
    const train = (id: string, head: string) => ({ id, part: 'train', file: '', sha256: '', mentions: { [head]: 3 } });
    const cardWith = (head: string) =>
      modelCard({
        ...report,
        config,
        heads: ['Disease', head],
        data: [train('target', 'Disease'), train('general', head)],
        model: { ...report.model, stages: ['multi-task', 'target'] },
      });
    expect(cardWith('Gene')).toContain(
      '**Heads of earlier stages.** The stage target trained the encoder without Gene:',
    );
    expect(cardWith('General')).not.toContain('Heads of earlier');
  });
});
