import { DocumentIds } from '../../document-ids.ts';
import type { BiocAnnotation, BiocDocument, BiocRelation } from './bioc.ts';

/**
 * The ids of a document's annotations. BioC's are unique where relations refer to them: in a sentence, a passage or the
 * document; ours in the document, so those that come twice get a number.
 */
export class AnnotationIds {
  readonly #ids = new DocumentIds();
  readonly #renamed = new Map<BiocAnnotation, string>();

  /** The id that an annotation has in the document; '' if it has none. */
  add(annotation: BiocAnnotation): string {
    const { id } = annotation;
    if (id === '') return '';
    const own = this.#ids.unique(id);
    if (own !== id) this.#renamed.set(annotation, own);
    return own;
  }

  /** All relations, those of passages and sentences first; their nodes have the ids that are unique in the document. */
  relations({ passages, relations }: BiocDocument): readonly BiocRelation[] {
    const inside = passages.flatMap((passage) => {
      const all = [...passage.annotations, ...passage.sentences.flatMap(({ annotations }) => annotations)];
      return [
        ...this.#renaming(passage.relations, all),
        ...passage.sentences.flatMap((sentence) =>
          this.#renaming(sentence.relations, [...sentence.annotations, ...all]),
        ),
      ];
    });
    return [...inside, ...relations];
  }

  /** @param annotations those that the relations may refer to, the nearest first. */
  #renaming(relations: readonly BiocRelation[], annotations: readonly BiocAnnotation[]): readonly BiocRelation[] {
    if (relations.length === 0 || this.#renamed.size === 0) return relations;
    const own = new Map<string, string>();
    for (const annotation of annotations) {
      if (!own.has(annotation.id)) own.set(annotation.id, this.#renamed.get(annotation) ?? annotation.id);
    }
    return relations.map((relation) => ({
      ...relation,
      nodes: relation.nodes.map(({ refid, role }) => ({ refid: own.get(refid) ?? refid, role })),
    }));
  }
}
