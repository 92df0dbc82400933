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
 * others after the file's end; only these are in memory.
 */
export const skos: TerminologyForm = {
  name: 'skos',
  title: 'SKOS, RDFS or OWL as Turtle or N-Triples',
  matches: (_place, head) => {
    const text = head.replaceAll(/^\s*#.*$/gm, '').trimStart();
    return (
      /^(?:@prefix|@base|PREFIX|BASE)\s/i.test(text) ||
      /^(?:<[a-z][a-z0-9+.-]*:[^<>\s]*>|_:\S+)\s+<[^<>\s]+>\s/i.test(text)
    );
  },
  read,
};

/** Statements that are kept in memory at most; each takes some 300 bytes. */
const mostHeld = 1_000_000;

async function* read(
  place: string,
  { type }: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const types = new EntityTypes(place, type);
  const progress = new TwiceRead(watch);
  const scattered = await findScattered(place, watch, progress.first);
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
    const problem = ownParentProblem(draft.identifier, draft.parents ?? []);
    if (problem !== undefined) throw lineError(place, draft.line, problem);
    const identifier = identifierOf(draft.identifier);
    return [conceptRecord({ ...draft, types: types.of(identifier) })];
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

async function findScattered(
  place: string,
  watch: TerminologyWatch,
  onBytes: (bytes: number) => void,
): Promise<ReadonlySet<string>> {
  const size = await stat(place).then(
    (found) => found.size,
    () => 0,
  );
  const subjects = new ScatteredSubjects(size);
  for await (const triples of triplesOf(place, { signal: watch.signal, onBytes })) {
    for (const triple of triples) {
      if (triple.predicate.startsWith(meshVocabulary)) {
        throw new UserError(`${place}: MeSH in its own RDF, which is not read; take its XML (desc and supp) instead`);
      }
      subjects.add(triple);
    }
    if (subjects.found.size > mostHeld) break;
  }
  return subjects.found;
}
