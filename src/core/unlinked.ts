/**
 * A message with no links: editors make links of `[text](target)` in what they tell, commands among the targets, and messages
 * repeat texts of files. A space between the brackets takes the meaning away.
 */
export function unlinked(message: string): string {
  return message.replaceAll('](', '] (');
}
