import type { Location } from 'vscode-languageserver/node';
import type { Entity } from '../../core/entity.ts';
import type { PaperConcepts } from '../concepts/paper-concepts.ts';
import type { Paper } from '../papers.ts';
import { keyOfMention } from '../range.ts';
import type { OtherPapers } from './closed-paper.ts';

/**
 * Where papers that are not open mention what some given mentions mean, under whatever name; mentions that are linked to nothing
 * are those that are called the same (see `alike` for open documents).
 */
export function alikeElsewhere(
  others: OtherPapers,
  concepts: PaperConcepts,
  paper: Paper,
  given: readonly Entity[],
): Location[] {
  const wanted = new Set(
    given.flatMap((entity) => concepts.of(paper, entity)?.links.map(({ concept }) => concept) ?? []),
  );
  const called = new Set(given.map(keyOfMention));
  return others.papers().flatMap((other) => {
    const names = other.names.filter((name) => {
      const meant = wanted.size === 0 ? [] : other.meaningOf(name);
      return meant.length > 0 ? meant.some((concept) => wanted.has(concept)) : called.has(keyOfMention(name));
    });
    return other.rangesOf(names).map((range) => ({ uri: other.uri, range }));
  });
}
