import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import type { Code, Construct, Effects, Extension, State, TokenizeContext } from 'micromark-util-types';

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    fencedDiv: 'fencedDiv';
    template: 'template';
    templateData: 'templateData';
    inlineMath: 'inlineMath';
    inlineMathData: 'inlineMathData';
    inlineMathMarker: 'inlineMathMarker';
  }
}

const dollar = 36;
const backslash = 92;
const hash = 35;
const isLineEnding = (code: Code): boolean => code !== null && code <= -3;
const isSpace = (code: Code): boolean => code === null || code < 0 || code === 32;
const isDigit = (code: Code): boolean => code !== null && code >= 48 && code <= 57;

/** A line that begins with `:::`, as Pandoc's fenced divs do; what it encloses is read as usual. */
const fencedDiv: Construct = { name: 'fencedDiv', concrete: true, tokenize: tokenizeFencedDiv };

function tokenizeFencedDiv(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  let colons = 0;
  return start;

  function start(code: Code): State | undefined {
    effects.enter('fencedDiv');
    return fence(code);
  }
  function fence(code: Code): State | undefined {
    if (code === 58) {
      colons++;
      effects.consume(code);
      return fence;
    }
    return colons < 3 ? nok(code) : rest(code);
  }
  function rest(code: Code): State | undefined {
    if (code === null || isLineEnding(code)) {
      effects.exit('fencedDiv');
      return ok(code);
    }
    effects.consume(code);
    return rest;
  }
}

/** A block that begins with the Jinja comment `{##` or `{# ` and ends with the line that holds `#}`, as HTML comments do. */
const templateComment: Construct = { name: 'templateComment', concrete: true, tokenize: tokenizeTemplateComment };
const nextLine: Construct = { partial: true, tokenize: tokenizeNextLine };

function tokenizeTemplateComment(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const self = this;
  let closed = false;
  let previous: Code = null;
  return start;

  function start(code: Code): State | undefined {
    effects.enter('template');
    effects.enter('templateData');
    effects.consume(code);
    return afterBrace;
  }
  function afterBrace(code: Code): State | undefined {
    if (code !== hash) return nok(code);
    effects.consume(code);
    return afterHash;
  }
  function afterHash(code: Code): State | undefined {
    if (code !== hash && !isSpace(code)) return nok(code);
    return self.interrupt ? ok(code) : line(code);
  }
  function line(code: Code): State | undefined {
    if (code === null || isLineEnding(code)) {
      effects.exit('templateData');
      return afterLine(code);
    }
    closed ||= previous === hash && code === 125;
    previous = code;
    effects.consume(code);
    return line;
  }
  function afterLine(code: Code): State | undefined {
    return code === null || closed ? finish(code) : effects.check(nextLine, lineEnd, finish)(code);
  }
  function lineEnd(code: Code): State | undefined {
    effects.enter('lineEnding');
    effects.consume(code);
    effects.exit('lineEnding');
    previous = null;
    return lineBegin;
  }
  function lineBegin(code: Code): State | undefined {
    if (code === null || isLineEnding(code)) return afterLine(code);
    effects.enter('templateData');
    return line(code);
  }
  function finish(code: Code): State | undefined {
    effects.exit('template');
    return ok(code);
  }
}

/** Whether the block goes on in the next line: it does not where its container ends (a lazy line). */
function tokenizeNextLine(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const self = this;
  return start;

  function start(code: Code): State | undefined {
    effects.enter('lineEnding');
    effects.consume(code);
    effects.exit('lineEnding');
    return lineStart;
  }
  function lineStart(code: Code): State | undefined {
    return self.parser.lazy[self.now().line] ? nok(code) : ok(code);
  }
}

/**
 * `$…$` by Pandoc's rule, so that prices are prose: no white space inside next to the dollars and no digit behind the second.
 * `$$…$$` is left to micromark-extension-math.
 */
const inlineMath: Construct = { name: 'inlineMath', previous: (code) => code !== dollar, tokenize: tokenizeInlineMath };

function tokenizeInlineMath(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  let previous: Code = null;
  return start;

  function start(code: Code): State | undefined {
    effects.enter('inlineMath');
    effects.consume(code);
    return first;
  }
  function first(code: Code): State | undefined {
    if (code === dollar || isSpace(code)) return nok(code);
    effects.enter('inlineMathData');
    return content(code);
  }
  function content(code: Code): State | undefined {
    if (code === null) return nok(code);
    if (isLineEnding(code)) {
      effects.exit('inlineMathData');
      effects.enter('lineEnding');
      effects.consume(code);
      effects.exit('lineEnding');
      previous = code;
      effects.enter('inlineMathData');
      return content;
    }
    if (code === dollar && previous !== backslash) {
      if (isSpace(previous)) return nok(code);
      effects.exit('inlineMathData');
      effects.enter('inlineMathMarker');
      effects.consume(code);
      effects.exit('inlineMathMarker');
      return afterClosing;
    }
    previous = previous === backslash && code === backslash ? null : code;
    effects.consume(code);
    return content;
  }
  function afterClosing(code: Code): State | undefined {
    if (isDigit(code)) return nok(code);
    effects.exit('inlineMath');
    return ok(code);
  }
}

/** Everything beyond CommonMark that needs the parser: GFM, math, Pandoc's fenced divs, Jinja comments. */
export const extensions: Extension[] = [
  gfm(),
  math({ singleDollarTextMath: false }),
  { flow: { 58: fencedDiv, 123: templateComment }, text: { [dollar]: inlineMath } },
];
