import { embeddedFacts, embeddedName } from '../../concepts/import/embedded.ts';
import { plain } from '../../evaluate/report/format.ts';
import type { TerminologyDownload, TerminologyList, TerminologyOutcome } from '../../protocol.ts';
import { byteWords } from '../bytes.ts';
import { noIcons } from './concept-words.ts';

/** Of a licence that neither the file nor its form says. */
const unstated = 'not stated';

export type Terminology = TerminologyList['installed'][number];

/** `29,638 concepts, 231,007 names`. */
export function sizeWords({ concepts, names }: Pick<Terminology, 'concepts' | 'names'>): string {
  return `${counted(concepts, 'concept')}, ${counted(names, 'name')}`;
}

/** How much of an interrupted import has been read: `45 %`; undefined of one that is whole. */
export function interruptedWords({ interrupted }: Pick<Terminology, 'interrupted'>): string | undefined {
  // Rounded down: it is never told as whole.
  return interrupted === undefined ? undefined : `${Math.floor(100 * interrupted)} %`;
}

/** A terminology in a list: what it is, how much it holds, whence, since when and under which licence. */
export function terminologyLine(terminology: Terminology): { label: string; description: string; detail: string } {
  const { name, title, version, types } = terminology;
  const part = interruptedWords(terminology);
  const called = title === '' || title === name ? [] : [title];
  return {
    label: `${part === undefined ? '$(library)' : '$(warning)'} ${noIcons(name)}`,
    description: noIcons([...called, ...(version === '' ? [] : [versionWords(version)])].join(' · ')),
    detail: noIcons(
      [
        ...(part === undefined ? [] : [`interrupted at ${part}: import it again to go on`]),
        sizeWords(terminology),
        licenceWords(terminology),
        ...(terminology.imported === '' ? [] : [sinceWords(terminology)]),
        ...(types.length > 0 ? [types.join(', ')] : []),
      ].join(' · '),
    ),
  };
}

/** Nobody has imported the terminology that comes with the extension. */
function sinceWords({ name, title, imported }: Terminology): string {
  return name === embeddedName && title === embeddedFacts.title ? 'comes with GERBERA' : `imported ${dayOf(imported)}`;
}

/** All that is known of a terminology, one fact a line. */
export function terminologyFacts(terminology: Terminology): readonly string[] {
  const { name, title, version, types, source, sha256, imported } = terminology;
  const part = interruptedWords(terminology);
  const facts: readonly (readonly [string, string])[] = [
    ['Name', name],
    ['Title', title === name ? '' : title],
    ['Version', version],
    ['Licence', terminology.licence || unstated],
    ['Holds', sizeWords(terminology)],
    ['Entity types', types.join(', ')],
    ['Read from', source],
    ['SHA-256', sha256],
    ['Imported', imported.replace(/^([\d-]+)T(\d\d:\d\d).*Z$/, '$1, $2 UTC')],
    ['Interrupted', part === undefined ? '' : `at ${part}`],
  ];
  return facts.filter(([, value]) => value !== '').map(([what, value]) => `${what}: ${plain(value)}`);
}

/** A terminology that can be downloaded, in a list. */
export function downloadLine(
  { title, name, licence, size, description, address }: TerminologyDownload,
  installed: Terminology | undefined,
): { label: string; description: string; detail: string } {
  const here = installed && installed.interrupted === undefined;
  return {
    label: `${here ? '$(check)' : '$(cloud-download)'} ${title}`,
    description: [name, aboutBytes(size), ...(here ? [`you have it since ${dayOf(installed.imported)}`] : [])].join(
      ' · ',
    ),
    detail: `${description} · ${licence} · ${address}`,
  };
}

/** What a person is told before the network is called. */
export function downloadQuestion(download: TerminologyDownload, file: string): { message: string; detail: string } {
  const { title, address, licence, size, description } = download;
  return {
    message: `Download ${title} from ${hostOf(address)}?`,
    detail: [
      description,
      '',
      `Address: ${address}`,
      `Size: ${aboutBytes(size)}`,
      `Licence: ${licence}`,
      '',
      `It is checked and then imported into ${file}. Nothing of your documents is sent.`,
    ].join('\n'),
  };
}

/** What came of an import or a download. */
export function outcomeWords(what: 'import' | 'download', name: string, outcome: TerminologyOutcome): string {
  if (outcome.kind === 'cancelled')
    return `${name} was stopped; what has been read is kept: ${what} it again to go on.`;
  const { terminology, problems } = outcome;
  const types = terminology.types.length > 0 ? ` (${terminology.types.join(', ')})` : '';
  const minded =
    problems === 0
      ? ''
      : ` ${problems === 1 ? '1 thing was' : `${problems.toLocaleString('en')} things were`} left out or mended: the output tells.`;
  return `${terminology.name} is imported: ${sizeWords(terminology)}${types}.${minded}`;
}

/**
 * Why a file is not taken for a terminology, fit for a notification beside which a form can be chosen: without its folders, the
 * list of forms and the command line's options.
 */
export function refusalWords(message: string, place: string): string {
  const name = place.split(/[\\/]/).findLast((part) => part !== '') ?? place;
  return message
    .replaceAll(place, name)
    .replace(/; forms of terminologies are .*$/s, '; if you know its form, choose it')
    .replace(/ \(--form\)/, '');
}

/** `about 312 MB`. */
export function aboutBytes(bytes: number): string {
  return `about ${byteWords(bytes)}`;
}

function versionWords(version: string): string {
  return /^\d{1,3}(\.|$)/.test(version) ? `version ${version}` : version;
}

function licenceWords({ licence }: Pick<Terminology, 'licence'>): string {
  return licence === '' || licence === unstated ? `licence ${unstated}` : licence;
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}

function hostOf(address: string): string {
  try {
    return new URL(address).hostname;
  } catch {
    return address;
  }
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? what : `${what}s`}`;
}
