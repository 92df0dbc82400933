import { stat } from 'node:fs/promises';
import { UserError } from '../../../core/errors.ts';
import { quoted } from '../../../core/quote.ts';
import type { ConceptRecord } from '../../concept.ts';
import { identifierOf } from '../../namespaces.ts';
import { EntityTypes } from '../entity-types.ts';
import type { ReadTerminologyOptions, TerminologyForm, TerminologyWatch } from '../form.ts';
import { lineError } from '../reading.ts';
import { conceptRecord, ownParentProblem } from '../record.ts';
import { TwiceRead } from '../twice-read.ts';
import { ScatteredSubjects } from './scattered.ts';
import { Subject } from './subject.ts';
import { type Triple, triplesOf } from './triples.ts';
import { meshVocabulary, roles } from './vocabulary.ts';

/**
 * Thesauri in SKOS (https://www.w3.org/TR/skos-reference) and ontologies in RDFS and OWL with OBO's properties, as Turtle or
 * N-Triples. Labels in English or in no language are read; in another one where a concept has no such label.
 *
 * What is said of a concept need not stand in one place, though it mostly does. So the file is read twice: first for which
 * concepts are spoken of in several places, then for what is said. Those that are in one place are given at its end, the
 * others after the file's end; only these are in memory. The first reading also finds parents that are told from above
 * (`skos:narrower`).
 */
export const skos: TerminologyForm = {
  name: 'skos',
  title: 'SKOS, RDFS or OWL as Turtle or N-Triples',
  matches: (_place, head) => {
    const text = head.replaceAll(/^\s*#.*$/gm, '').trimStart();
    return (
      /^(?:@prefix|@base|PREFIX|BASE)\s/i.test(text) ||
      /^(?:<[a-z][a-z0-9+.-]*:[^<>\s]*>|_:\S+)\s+(?:<[^<>\s]+>|a)\s/i.test(text)
    );
  },
  read,
};

/** Statements that are kept in memory at most; each takes some 300 bytes. */
const mostHeld = 1_000_000;

const narrower = 'http://www.w3.org/2004/02/skos/core#narrower';

async function* read(
  place: string,
  { type }: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const types = new EntityTypes(place, type);
  const progress = new TwiceRead(watch);
  const { scattered, above } = await lookThrough(place, watch, progress.first);
  const held = new Map<string, Subject>();
  let heldStatements = 0;
  let current: Subject | undefined;

  function recordOf(subject: Subject | undefined): readonly ConceptRecord[] {
    if (!subject) return [];
    const facts = subject.facts();
    if (facts) watch.facts(facts);
    const draft = facts ? undefined : subject.concept();
    if (draft === undefined) return [];
    if (draft === 'nameless') {
      watch.problem(subject.line, `${quoted(subject.identifier())} has no name; left out`);
      return [];
    }
    const parents = [...(draft.parents ?? []), ...(above.get(subject.address) ?? [])];
    const problem = ownParentProblem(draft.identifier, parents);
    if (problem !== undefined) throw lineError(place, draft.line, problem);
    const identifier = identifierOf(draft.identifier);
    return [conceptRecord({ ...draft, parents, types: types.of(identifier) })];
  }

  function hold(triple: Triple): void {
    if (!roles.has(triple.predicate)) return;
    if (++heldStatements > mostHeld) {
      throw lineError(
        place,
        triple.line,
        `what is said of concepts is too scattered to be read; sort the file by subjects (N-Triples: sort ${quoted(place)})`,
      );
    }
    const subject = held.get(triple.subject) ?? new Subject(triple, 'long');
    held.set(subject.address, subject);
    put(subject, triple);
  }

  function put(subject: Subject, triple: Triple): void {
    if (!subject.add(triple)) throw lineError(place, triple.line, `too much is said of ${quoted(subject.address)}`);
  }

  function add(triple: Triple): readonly ConceptRecord[] {
    if (scattered.has(triple.subject)) {
      hold(triple);
      return [];
    }
    const before = current;
    const subject = before?.address === triple.subject ? before : new Subject(triple, 'short');
    current = subject;
    put(subject, triple);
    return subject === before ? [] : recordOf(before);
  }

  const options = { signal: watch.signal, onBytes: progress.second };
  for await (const triples of triplesOf(place, options)) yield triples.flatMap(add);
  yield recordOf(current);
  for (const subject of held.values()) yield recordOf(subject);
  types.check();
}

/** What has to be known of all statements before the first concept is given. */
interface Overview {
  /** Addresses of which the file speaks in several places. */
  readonly scattered: ReadonlySet<string>;
  /** Addresses of parents by that of the concept, where the parent tells of it. */
  readonly above: ReadonlyMap<string, readonly string[]>;
}

async function lookThrough(
  place: string,
  watch: TerminologyWatch,
  onBytes: (bytes: number) => void,
): Promise<Overview> {
  const size = await stat(place).then(
    (found) => found.size,
    () => 0,
  );
  const subjects = new ScatteredSubjects(size);
  const above = new Map<string, string[]>();
  let relations = 0;
  for await (const triples of triplesOf(place, { signal: watch.signal, onBytes })) {
    for (const triple of triples) {
      if (triple.predicate.startsWith(meshVocabulary)) {
        throw new UserError(`${place}: MeSH in its own RDF, which is not read; take its XML (desc and supp) instead`);
      }
      subjects.add(triple);
      if (triple.predicate !== narrower || triple.isText) continue;
      if (++relations === mostHeld + 1) {
        watch.problem(triple.line, `more than ${mostHeld} times skos:narrower; parents from here are left out`);
      }
      if (relations > mostHeld) continue;
      const parents = above.get(triple.object);
      // Copies, as parts of a stretch of the file keep all of it in memory.
      const parent = Buffer.from(triple.subject).toString();
      if (parents) parents.push(parent);
      else above.set(Buffer.from(triple.object).toString(), [parent]);
    }
    if (subjects.found.size > mostHeld) break;
  }
  return { scattered: subjects.found, above };
}
