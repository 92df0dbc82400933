import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { errorMessage, UserError } from '../../../core/errors.ts';
import { headBytesOf } from '../../../files/head.ts';
import { readBytes } from '../../../files/lines.ts';
import type { Member } from './member.ts';
import { isTarHeader, tarMembers } from './tar.ts';
import { zipMembers } from './zip.ts';

export type PlaceKind = 'file' | 'folder' | 'zip' | 'tar';

/**
 * What lies at a place, told by its content; a damaged archive by its name.
 * @throws UserError naming it if it is absent, neither a file nor a folder, or cannot be read.
 */
export async function placeKindOf(place: string): Promise<PlaceKind> {
  const status = await stat(place).catch((thrown: unknown) => {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    throw new UserError(
      `${place}: ${code === 'ENOENT' ? 'no such file or folder' : `cannot be read: ${errorMessage(thrown)}`}`,
    );
  });
  if (status.isDirectory()) return 'folder';
  const head = await headBytesOf(place);
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)) return 'zip';
  if (isTarHeader(head) || /\.(?:tar|tgz|tar\.gz)$/i.test(place)) return 'tar';
  return /\.zip$/i.test(place) ? 'zip' : 'file';
}

/**
 * The files at a place, by name: one of a plain file, those directly in a folder, all of an archive. Hidden ones are
 * left out, and so are links in archives. Nothing is ever unpacked to the disk.
 * @throws UserError naming the place if it cannot be read, or is an archive that is damaged, or holds names that lead out of it.
 */
export async function membersOf(place: string): Promise<readonly Member[]> {
  const members = await allMembersOf(place, await placeKindOf(place));
  return members
    .filter(({ name }) => !/(?:^|\/)(?:\.|__MACOSX\/)/.test(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function allMembersOf(place: string, kind: PlaceKind): Promise<Member[]> {
  if (kind === 'zip') return zipMembers(place);
  if (kind === 'tar') return tarMembers(place);
  return kind === 'folder' ? folderMembers(place) : stat(place).then(({ size }) => [fileMember(place, size)]);
}

/** Names of the files in a folder or an archive, as {@link membersOf} gives them; none of a plain file. */
export async function entriesOf(place: string): Promise<readonly string[]> {
  if ((await placeKindOf(place)) === 'file') return [];
  return (await membersOf(place)).map(({ name }) => name);
}

/** What a member is called without its folders, in lower case, without the ending `.gz`. */
export function plainName(name: string): string {
  return basename(name).toLowerCase().replace(/\.gz$/, '');
}

async function folderMembers(folder: string): Promise<Member[]> {
  try {
    const names = await readdir(folder);
    const members = await Promise.all(
      names.map(async (name) => {
        // A link may lead nowhere.
        const status = await stat(join(folder, name)).catch(() => undefined);
        return status?.isFile() ? [fileMember(join(folder, name), status.size)] : [];
      }),
    );
    return members.flat();
  } catch (thrown) {
    throw new UserError(`${folder}: cannot be read: ${errorMessage(thrown)}`);
  }
}

function fileMember(file: string, size: number): Member {
  return {
    name: basename(file),
    label: file,
    cost: size,
    bytes: (line, onBytes) => readBytes(file, undefined, line, onBytes),
  };
}
