import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import { headOf } from '../../files/head.ts';
import { cellosaurus } from './cellosaurus.ts';
import type { TerminologyForm } from './form.ts';
import { obo } from './obo/obo.ts';
import { oboGraph } from './obo-graph/obo-graph.ts';
import { skos } from './skos/skos.ts';
import { tsv } from './tsv.ts';

/** Every form that terminologies are read of; a file is of one of them only. */
export const terminologyForms: readonly TerminologyForm[] = [cellosaurus, obo, oboGraph, skos, tsv];

/**
 * The form of a file, a folder or an archive.
 * @param name the form's name, where the user gives it.
 * @throws UserError if there is nothing at the place, no form of this name, or none or several that the file could be of.
 */
export async function formOfTerminology(place: string, name?: string): Promise<TerminologyForm> {
  if (name !== undefined) {
    const named = terminologyForms.find((form) => form.name === name.toLowerCase());
    if (named) return named;
    throw new UserError(
      `there is no form ${quoted(name)} of terminologies; forms are:\n${listOfForms(terminologyForms)}`,
    );
  }
  const { head, entries } = await lookInto(place);
  const fitting = terminologyForms.filter((form) => form.matches(place, head, entries));
  const [only, ...others] = fitting;
  if (only && others.length === 0) return only;
  if (only) throw new UserError(`${place}: may be of several forms; say which (--form):\n${listOfForms(fitting)}`);
  throw new UserError(
    `${place}: ${reasonFor(head)}; forms of terminologies are (--form says which):\n${listOfForms(terminologyForms)}`,
  );
}

function listOfForms(forms: readonly TerminologyForm[]): string {
  const width = Math.max(...forms.map(({ name }) => name.length));
  return forms.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`).join('\n');
}

/** What a file is that is of no form, if that can be told. */
function reasonFor(head: string): string {
  if (head.startsWith('\ufffd\ufffd') || head.slice(0, 200).includes('\0'))
    return 'text in UTF-16, or no text; save it in UTF-8';
  if (/<rdf:RDF\b|<Ontology\b/.test(head)) {
    return 'OWL in XML, which is not read; take the same ontology as OBO, OBO Graph JSON or Turtle';
  }
  return 'of no form that is known';
}

/** How many names of files in a folder are looked at. */
const mostEntries = 10_000;

async function lookInto(place: string): Promise<{ readonly head: string; readonly entries: readonly string[] }> {
  const found = await stat(place).catch(() => undefined);
  if (!found?.isDirectory()) return { head: await headOf(place), entries: [] };
  const entries: string[] = [];
  for await (const entry of await opendir(place, { recursive: true })) {
    if (entry.isFile())
      entries.push(path.relative(place, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
    if (entries.length >= mostEntries) break;
  }
  return { head: '', entries: entries.sort() };
}
