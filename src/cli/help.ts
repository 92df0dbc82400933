import type { Command } from './command.ts';

/** What `gerbera help` prints. */
export function generalHelp(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const);
  return [
    'Finds genes, diseases, chemicals, species, cell lines, cell types, DNA and RNA in papers, on this machine.',
    '',
    'Usage: gerbera COMMAND [OPTIONS]',
    '',
    ...columns([...rows, ['help', 'how a command is used: gerbera help COMMAND']]),
    '',
    'Options: --help, --version',
    '',
  ].join('\n');
}

/** What `gerbera help COMMAND` prints. */
export function commandHelp({ name, usage, summary, details, options }: Command): string {
  const rows = Object.entries(options).map(([option, { placeholder, help }]) => {
    return [`--${option}${placeholder ? ` ${placeholder}` : ''}`, help] as const;
  });
  const described = details === undefined ? [] : [details, ''];
  const listed = rows.length > 0 ? ['Options:', ...columns(rows), ''] : [];
  return [`Usage: gerbera ${name} ${usage}`.trimEnd(), '', `${summary}.`, '', ...described, ...listed].join('\n');
}

/** Lines of two columns, the first one as wide as its widest cell. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`.trimEnd());
}
