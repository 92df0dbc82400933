import { errorMessage, UserError } from '../core/errors.ts';
import { type CorpusFile, corpusParts } from '../corpus/parts.ts';
import { decideMapping } from '../corpus/types/mapping-file.ts';
import type { CorpusPart, CorpusSummary } from '../protocol.ts';

/** How long one part is counted, in milliseconds: a person waits. */
const patience = 1500;

/**
 * Finds the parts of a corpus and counts their documents and mentions, or those at their beginning where that takes long. A
 * part that cannot be read is told with the reason.
 * @throws UserError if there is no corpus.
 */
export async function describeCorpus(place: string, signal: AbortSignal): Promise<CorpusSummary> {
  const { name, parts } = await corpusParts(place);
  const described: CorpusPart[] = [];
  for (const part of parts) described.push(await describePart(part, signal));
  const types = [...new Set(described.flatMap(({ mentions }) => Object.keys(mentions)))];
  return { name, place, parts: described, mapping: decideMapping(place, types) };
}

async function describePart({ split, place, form }: CorpusFile, signal: AbortSignal): Promise<CorpusPart> {
  const until = performance.now() + patience;
  const mentions = new Map<string, number>();
  let documents = 0;
  let complete = true;
  let problem: string | undefined;
  try {
    for await (const document of form.read(place, { signal })) {
      documents++;
      for (const { type } of document.mentions) mentions.set(type, (mentions.get(type) ?? 0) + 1);
      complete = performance.now() < until;
      if (!complete) break;
    }
  } catch (error) {
    if (signal.aborted || !(error instanceof UserError)) throw error;
    problem = errorMessage(error);
  }
  return {
    ...(split === undefined ? {} : { split }),
    ...{ place, form: form.title, documents, mentions: Object.fromEntries(mentions), complete },
    ...(problem === undefined ? {} : { problem }),
  };
}
