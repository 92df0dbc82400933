import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where VS Code looks for texts: this file has the English ones, `bundle.l10n.<language>.json` those of a language. */
export const bundleFile = 'l10n/bundle.l10n.json';

const folders = ['src/extension', 'webview'];
/** Both declare `t` themselves. */
const declaring = ['src/extension/texts.ts', 'webview/texts.ts'];

const comments = /(?<![:'"`\\])\/\/.*$|\/\*[\s\S]*?\*\//gm;
const call = /(?<![\w.$#]|function )(?:l10n\.)?t\(\s*/g;
const literal = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/y;

/**
 * The texts of a source file: the first arguments of the calls of `t` and `l10n.t`.
 * @throws Error naming the file and line of a call whose first argument is not one literal.
 */
export function textsOf(source: string, file: string): readonly string[] {
  // Comments have examples of calls; lines stay where they are.
  const code = source.replaceAll(comments, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  return [...code.matchAll(call)].map((match) => {
    literal.lastIndex = match.index + match[0].length;
    const found = literal.exec(code);
    if (!found || !/^\s*[,)]/.test(code.slice(literal.lastIndex))) {
      const line = code.slice(0, match.index).split('\n').length;
      throw new Error(`${file}:${line}: the text is to stand in the call as one literal, with {0} for values`);
    }
    return unescaped(found[1] ?? found[2] ?? '');
  });
}

/** The texts of the extension and of its pages, each once, in order. */
export async function collectTexts(root: string): Promise<readonly string[]> {
  const texts = new Set<string>();
  for (const folder of folders) {
    const names = await readdir(path.join(root, folder), { recursive: true });
    const files = names.map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`);
    for (const file of files.filter((name) => name.endsWith('.ts') && !declaring.includes(name))) {
      for (const text of textsOf(await readFile(path.join(root, file), 'utf8'), file)) texts.add(text);
    }
  }
  return [...texts].sort();
}

/** The bundle of these texts, each by itself. */
export function bundleText(texts: readonly string[]): string {
  return `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), undefined, 2)}\n`;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(u[0-9a-f]{4}|[\s\S])/gi, (_, mark: string) =>
    mark.length > 1 ? String.fromCharCode(Number.parseInt(mark.slice(1), 16)) : ({ n: '\n', t: '\t' }[mark] ?? mark),
  );
}
