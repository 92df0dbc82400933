import { type Arguments, UsageError } from '../arguments.ts';
import { givenConceptsFolder } from '../concepts/store-folder.ts';
import { type Terminal, tell } from '../terminal.ts';
import { Linking } from './linking.ts';

/** What mentions are linked with, if that is asked for. @throws UsageError, UserError if there is no store that can be read. */
export async function givenLinking(given: Arguments, { stderr, signal }: Terminal): Promise<Linking | undefined> {
  const link = given.flag('link');
  if (given.flag('concepts') && !link) throw new UsageError('--concepts has no effect without --link');
  if (!link) return undefined;
  const linking = await Linking.open(givenConceptsFolder(given), signal);
  if (linking.isOnlyEmbedded) {
    tell(stderr, 'gerbera: only what the samples mention is linked; "gerbera help concepts" tells how to get more\n');
  }
  return linking;
}
