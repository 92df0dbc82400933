import { type Colour, colours } from './colours.ts';

/** So many types of a document, the most frequent ones, can be switched off. */
export const switches = 24;

/** The page's style sheet: a column of text as wide as one reads, light or dark as the reader's system is, and for paper. */
export function styleSheet(): string {
  const chosen = (shade: 'light' | 'dark') => colours.map((colour) => variable(colour, shade)).join('');
  const classes = colours.map(({ name }) => `.c-${name}{--colour:var(--${name})}`).join('');
  const light = `:root{color-scheme:light;${lightPaper}${chosen('light')}}`;
  const dark = `@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${darkPaper}${chosen('dark')}}}`;
  return `${light}${dark}${classes}${switchRules()}${rules.replaceAll(/\s*\n\s*/g, '')}`;
}

/** Switches are check boxes in the legend: the page works without a script. */
function switchRules(): string {
  const off = Array.from({ length: switches }, (_, rank) => rank).map(
    (rank) =>
      `article:has(.s${rank}:not(:checked)) mark.t${rank}{background:none;border-color:transparent}` +
      `article:has(.s${rank}:not(:checked)) mark.t${rank}::after{content:none}`,
  );
  return `${off.join('')}article:has(.names input:checked) mark.end::after{display:inline}`;
}

function variable(colour: Colour, shade: 'light' | 'dark'): string {
  return `--${colour.name}:${colour[shade]};`;
}

const lightPaper = '--page:#fbfaf8;--sheet:#fff;--ink:#1d1b18;--faint:#6d675e;--line:#e5e1d9;--tint:13%;';
const darkPaper = '--page:#16161a;--sheet:#1d1d22;--ink:#e6e3dc;--faint:#9d978c;--line:#33333b;--tint:19%;';

const rules = `
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1.0625rem/1.95 Charter,"Bitstream Charter","Iowan Old Style",
 Georgia,"Noto Serif","DejaVu Serif",serif;-webkit-text-size-adjust:100%}
article{max-width:47rem;margin:2.5rem auto;padding:0 3rem 2.5rem;background:var(--sheet);border:1px solid var(--line);
 border-radius:.6rem}
header,.legend,.index,footer{font-family:system-ui,"Open Sans","Noto Sans","DejaVu Sans",sans-serif}
header{padding-top:2.2rem;color:var(--faint);font-size:.8125rem;line-height:1.4;overflow-wrap:anywhere}
header b{color:var(--ink);font-weight:600}
.legend{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.35rem;margin:.9rem -3rem 1.6rem;
 padding:.6rem 3rem;background:var(--sheet);border-bottom:1px solid var(--line);font-size:.8125rem;line-height:1.5}
.legend label{display:inline-flex;align-items:center;gap:.4em;padding:.1em .7em .1em .55em;border:1px solid var(--line);
 border-radius:1em;cursor:pointer;user-select:none}
.legend label:hover{border-color:var(--colour,var(--faint))}
.legend label:has(:focus-visible){outline:2px solid var(--colour,var(--faint));outline-offset:1px}
.legend input{position:absolute;opacity:0;pointer-events:none}
.legend i{width:.7em;height:.7em;border-radius:50%;border:2px solid var(--colour);background:var(--colour)}
.legend input:not(:checked)~i{background:none}
.legend input:not(:checked)~span{color:var(--faint)}
.legend .count{color:var(--faint);font-variant-numeric:tabular-nums}
.legend .names{margin-left:auto}
.legend .names i{--colour:var(--faint);border-radius:.2em}
h1,h2{font-weight:600;text-wrap:balance;overflow-wrap:anywhere}
h1{margin:0 0 1.2rem;font-size:1.7rem;line-height:1.6}
h2{margin:2.2rem 0 .6rem;font-size:1.2rem;line-height:1.7}
p{margin:0 0 1.05rem;overflow-wrap:anywhere;hyphens:auto}
.lines{white-space:pre-line}
pre{margin:0 0 1.2rem;padding:.5rem .9rem;background:var(--page);border-radius:.4rem;font:.8125rem/2 ui-monospace,
 "SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.markup{color:var(--faint);font-weight:400}
mark{color:inherit;background:color-mix(in srgb,var(--colour) var(--tint),transparent);
 padding:.08em .1em calc(.02em + 3px*(var(--depth) - 1));border-bottom:2px solid var(--colour);border-radius:.22em .22em 0 0;
 box-decoration-break:clone;-webkit-box-decoration-break:clone;scroll-margin-top:7rem}
mark.from{border-top-left-radius:0;padding-left:0}
mark.to{border-top-right-radius:0;padding-right:0}
mark.apart{border-bottom-style:dashed}
mark:hover:not(:has(mark:hover)),mark:target{background:color-mix(in srgb,var(--colour) 34%,transparent)}
mark.end::after{content:attr(data-type);display:none;margin-left:.35em;color:var(--colour);font:600 .62em/1 system-ui,
 "Open Sans","DejaVu Sans",sans-serif;letter-spacing:.02em;vertical-align:.14em}
.index{margin-top:2.4rem;padding-top:1.2rem;border-top:1px solid var(--line);font-size:.8125rem;line-height:1.6}
.index h2{margin:0 0 .8rem;font-size:.9375rem}
.index dl{display:grid;grid-template-columns:max-content 1fr;gap:.5rem 1.4rem;margin:0}
.index dt{color:var(--colour);font-weight:600}
.index dd{margin:0;overflow-wrap:anywhere}
.index a{color:inherit;text-decoration:none;border-bottom:1px solid var(--line)}
.index a:hover{border-color:var(--colour)}
.index .count{color:var(--faint)}
footer{max-width:47rem;margin:0 auto 2.5rem;color:var(--faint);font-size:.75rem;text-align:center}
@media (max-width:40rem){
article{margin:0;padding:0 1.1rem 2rem;border:0;border-radius:0}
.legend{margin-inline:-1.1rem;padding-inline:1.1rem}
.index dl{grid-template-columns:1fr;gap:.1rem}
.index dd{margin-bottom:.6rem}
}
@media print{
@page{margin:2cm}
body{background:none;font-size:10.5pt}
article{max-width:none;margin:0;padding:0;border:0;break-after:page}
article:last-of-type{break-after:auto}
header{padding-top:0}
.legend{position:static;margin-inline:0;padding-inline:0}
.legend .names,footer{display:none}
h1,h2{break-after:avoid}
p,dd{orphans:3;widows:3}
mark,.legend i{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;
