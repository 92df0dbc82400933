/**
 * Why a process of the command line ended: what it said last and itself (`gerbera: REASON`) if it gave up; how it ended and
 * what the system said if it crashed.
 */
export function reasonOf(said: readonly string[], how: string): string {
  const own = /^gerbera: (?!\d+ %)/;
  const reason = /^exit code [12]$/.test(how) ? said.findLast((text) => own.test(text)) : undefined;
  if (reason !== undefined) return reason.replace(own, '');
  const last = said.findLast((text) => !text.startsWith('gerbera: '));
  return `its process ended unexpectedly (${how})${last === undefined ? '' : `: ${last}`}`;
}
