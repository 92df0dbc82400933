import type { ListedEvaluation, PanelUpdate } from '../../src/protocol/panel.ts';
import type { CorpusSummary } from '../../src/protocol.ts';

/** The corpora that are known. */
export const places: Extract<PanelUpdate, { readonly kind: 'places' }> = {
  kind: 'places',
  places: [
    { place: '/data/ncbi', name: 'ncbi', from: 'workspace' },
    { place: '/data/bc5cdr', name: 'bc5cdr', from: 'recent' },
  ],
};

/** A corpus with three parts, of which the test part is not the first. */
export function corpusOf(place: string, change: Partial<CorpusSummary> = {}): CorpusSummary {
  const part = (split: string, documents: number, mentions: number) => ({
    ...{ split, place: `${place}/${split}.pubtator`, form: 'PubTator', documents, complete: true },
    mentions: { DiseaseClass: mentions, SpecificDisease: 3 * mentions },
  });
  return {
    name: 'NCBI-Disease',
    place,
    parts: [part('train', 593, 1200), part('devel', 100, 190), part('test', 100, 240)],
    mapping: { DiseaseClass: 'Disease', SpecificDisease: 'Disease' },
    ...change,
  };
}

/** Evaluations that are kept, newest first. */
export function keptEvaluations(count = 3): readonly ListedEvaluation[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `2026-11-2${index}`,
    asked: { place: '/data/ncbi', split: 'test', model: 'default' },
    title:
      index === 1
        ? 'chemicals-with-everything-we-have-and-a-rather-long-name against default on BC5CDR, test'
        : `default on NCBI-Disease, test (${index + 1})`,
    date: `2026-11-${20 - index}T08:30:00.000Z`,
  }));
}
