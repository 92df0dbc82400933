/** Colours by theme; each text has a contrast of at least 4.5 to 1 with what it stands on, each mark 3 to 1. */
const light = `
  color-scheme: light;
  --page: #faf8f5; --card: #fff; --line: #e4dfd7; --grid: #ece7df; --text: #211d19; --quiet: #675e54;
  --first: #0a58b0; --second: #b3470a; --bar: #4c86c6; --heat: #0a58b0; --heat-text: #fff;
  --gold: #0a58b0; --found: #ffe2bd; --code: #f3efe9;
  --missed: #0072b2; --invented: #c14f00; --boundary: #00805f; --kind-type: #a8558a; --both: #8a6500;
  --gene: #0a58b0; --disease: #b3231b; --chemical: #176b34; --species: #755200; --cellline: #6a3bb8;
  --celltype: #9e2379; --dna: #00666c; --rna: #974400; --entity: #5d5348;
`;
const dark = `
  color-scheme: dark;
  --page: #181614; --card: #211f1c; --line: #3a3631; --grid: #34302b; --text: #ece7e0; --quiet: #b1a79b;
  --first: #6cb6ff; --second: #f2a35e; --bar: #4f93d3; --heat: #6cb6ff; --heat-text: #10202f;
  --gold: #6cb6ff; --found: #6b4318; --code: #2a2723;
  --missed: #56b4e9; --invented: #f08a4b; --boundary: #3fc49b; --kind-type: #dd9ac2; --both: #dcb64a;
  --gene: #6cb6ff; --disease: #ff8f85; --chemical: #7ed491; --species: #e3c565; --cellline: #bfa2ff;
  --celltype: #f29bd4; --dna: #5fd3d3; --rna: #f2a35e; --entity: #d0c4b4;
`;

const types = ['gene', 'disease', 'chemical', 'species', 'cellline', 'celltype', 'dna', 'rna'];
const chips = types.map((type) => `.type-${type} { background: var(--${type}); }`).join('\n');

const shades = Array.from({ length: 10 }, (_, index) => {
  const shade = index + 1;
  const colour = shade > 6 ? ' color: var(--heat-text);' : '';
  // The middle shades would leave neither a light nor a dark text enough contrast.
  const share = shade > 6 ? 58 + 6 * (shade - 3) : 7 * shade;
  return `.heat-${shade} { background: color-mix(in srgb, var(--heat) ${share}%, var(--card));${colour} }`;
}).join('\n');

/** Declarations of the colours, for pages that have other ways to choose between light and dark. */
export const palettes = { light, dark } as const;

/** The style sheet of a report: light and dark as the reader's system has it, and always light on paper. */
export const style = `
:root { ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box; }
html { background: var(--page); -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 4rem; color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; overflow-wrap: anywhere; }
h1 { font-size: 2rem; margin: .25rem 0 1.25rem; letter-spacing: -.015em; }
h2 { font-size: 1.3rem; margin: 0 0 .25rem; }
h3 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
small, .note, .lead, .quiet, .brand, caption { color: var(--quiet); }
small { font-size: .8125rem; font-weight: 400; }
.quiet { font-weight: 400; }
.lead { margin: .25rem 0 1rem; max-width: 46rem; }
.note { font-size: .8125rem; margin: .75rem 0 0; max-width: 46rem; }
.brand { margin: 0; font-weight: 700; letter-spacing: .08em; font-size: .8125rem; color: var(--second); }
.brand span { color: var(--quiet); font-weight: 400; letter-spacing: 0; }
a { color: var(--first); }
:focus-visible { outline: 2px solid var(--first); outline-offset: 2px; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: 1.25rem 0; font-size: .9375rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem 1.5rem 1.5rem; margin: 1rem 0; }

.figures { display: flex; flex-wrap: wrap; gap: 1rem 2.25rem; align-items: flex-end; margin-bottom: 1rem; }
.figure { display: flex; align-items: baseline; gap: .625rem; }
.figure .value { font-size: 2rem; font-weight: 650; letter-spacing: -.02em; line-height: 1; }
.figure.main .value { font-size: 4rem; color: var(--first); }
.figure .label { display: flex; flex-direction: column; line-height: 1.3; font-weight: 600; }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: .4rem .625rem; text-align: left; vertical-align: middle; font-weight: 400; }
thead th { color: var(--quiet); font-size: .8125rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
tbody th { overflow-wrap: anywhere; }
tbody th small { display: block; line-height: 1.25; }
tbody tr + tr > * { border-top: 1px solid var(--grid); }
.number { text-align: right; white-space: nowrap; }
.scores tr > :first-child, .bars tr > :first-child, .numbers tr > :first-child { padding-left: 0; }
.scores tbody th { min-width: 6.5rem; }
.bars tbody th:has(small) { min-width: 11rem; }
.total { font-weight: 600; }
tr:not(:has(.total)) + tr:has(.total) > * { border-top-color: var(--quiet) !important; }
tbody { clip-path: inset(0); }
.meaning { color: var(--quiet); font-size: .8125rem; }
td.plot { padding: 0 .25rem; width: 42%; min-width: 11rem; line-height: 0; }
.bars td.plot { min-width: 8rem; width: 34%; }
tbody tr + tr > td.plot { border-top-color: transparent; }
svg { display: block; overflow: visible; }
.type { display: inline-flex; align-items: center; gap: .5rem; }
.chip { flex: none; width: .625rem; height: .625rem; border-radius: 50%; background: var(--entity); }
${chips}

.grid, .zero, .base { stroke: var(--grid); stroke-width: 1; }
.zero { stroke: var(--text); }
.base { stroke: var(--line); }
.tick, .axis { fill: var(--quiet); font-size: 12px; }
.whisker { stroke: var(--first); stroke-width: 2; }
.first { fill: var(--first); stroke: var(--card); stroke-width: 1.5; }
.second { fill: var(--card); stroke: var(--second); stroke-width: 2; }
.bar { fill: var(--bar); }
.legend { display: inline-flex; align-items: center; gap: .375rem; color: var(--text); font-weight: 600; }
.mark { width: .6875rem; height: .6875rem; }
.mark.first { background: var(--first); border-radius: 50%; }
.mark.second { border: 2px solid var(--second); }

.heat { width: auto; border-collapse: separate; border-spacing: 2px; }
.heat td { text-align: right; min-width: 4.75rem; border-radius: 4px; border: 0; line-height: 1.25; }
.heat tr > * { border: 0 !important; }
.heat td small { display: block; color: inherit; font-size: .75rem; }
.heat td.right { outline: 1.5px solid var(--text); outline-offset: -1.5px; }
.heat td.plain, .heat .corner, .outside { color: var(--quiet); }
.heat thead th:not(.corner) { text-align: right; vertical-align: bottom; }
${shades}

.beside { display: grid; grid-template-columns: minmax(0, 25rem) minmax(0, 1fr); gap: 1rem 2.5rem; align-items: start; }
figure { margin: 0; }
.diagram { width: 100%; height: auto; }
.diagonal { stroke: var(--quiet); stroke-width: 1.25; stroke-dasharray: 4 4; }
.curve { fill: none; stroke: var(--first); stroke-width: 1.5; opacity: .55; }
section > .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(27rem, 100%), 1fr)); gap: 0 2.5rem; }

.kinds .strip { border-radius: 6px; overflow: hidden; }
.kinds rect { stroke: var(--card); stroke-width: 2; }
.kinds ul { list-style: none; padding: 0; margin: .75rem 0 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: .25rem 1.5rem; }
.key { display: inline-block; flex: none; width: .75rem; height: .75rem; border-radius: 3px; margin-right: .375rem; }
.kind-missed { fill: var(--missed); background: var(--missed); }
.kind-invented { fill: var(--invented); background: var(--invented); }
.kind-boundary { fill: var(--boundary); background: var(--boundary); }
.kind-type { fill: var(--kind-type); background: var(--kind-type); }
.kind-boundary-and-type { fill: var(--both); background: var(--both); }

mark { background: none; color: var(--text); padding: .05em 0; }
mark.found { background: var(--found); border-radius: 2px; }
mark.gold { border-bottom: 3px solid var(--gold); }
.frequent { list-style: none; padding: 0; margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(27rem, 100%), 1fr)); gap: 0 2.5rem; }
.frequent > li:has(details[open]) { grid-column: 1 / -1; }
.frequent > li { border-top: 1px solid var(--grid); }
summary, p.summary { cursor: pointer; padding: .4rem 0; margin: 0; }
p.summary { cursor: auto; padding-left: 1.1rem; }
.frequent summary, .frequent p.summary { display: grid; grid-template-columns: 2.75rem 6.5rem minmax(0, 1fr); gap: .625rem; align-items: baseline; }
.frequent summary { grid-template-columns: 2.75rem 6.5rem minmax(0, 1fr) auto; }
.frequent summary::after { content: "\\25b8"; color: var(--quiet); }
.frequent details[open] > summary::after { content: "\\25be"; }
.frequent summary:hover { background: var(--code); }
.times { text-align: right; font-weight: 650; }
.kind { color: var(--quiet); font-size: .875rem; }
.what { overflow-wrap: anywhere; color: var(--quiet); }
.what b, .said b { color: var(--text); font-weight: 600; }
.places { list-style: none; margin: .25rem 0 1rem; padding: 0 0 0 1rem; border-left: 3px solid var(--line); }
.context { margin: .5rem 0 .125rem; line-height: 1.75; overflow-wrap: anywhere; }
.where { margin: 0 0 .75rem; font-size: .8125rem; color: var(--quiet); overflow-wrap: anywhere; }
.where > * + *::before { content: " · "; }
section > details { border-top: 1px solid var(--grid); }

dl { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: .375rem 1.5rem; margin: .75rem 0 0; font-size: .9375rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { background: var(--code); border-radius: 8px; padding: .75rem 1rem; margin: .75rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }

@media (max-width: 44rem) {
  body { padding: 1.25rem .75rem 3rem; }
  section { padding: 1rem; border-radius: 8px; }
  h1 { font-size: 1.5rem; }
  .figures { gap: .75rem 1.5rem; }
  .figure .value { font-size: 1.5rem; }
  .figure.main .value { font-size: 3rem; }
  .heat td { min-width: 4rem; }
  th, td { padding: .375rem .375rem; }
  .beside { grid-template-columns: minmax(0, 1fr); }
  .frequent summary, .frequent p.summary { grid-template-columns: 3rem minmax(0, 1fr) auto; }
  .frequent .what { grid-column: 2; grid-row: 2; }
  td.plot { min-width: 9rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
}
@media print {
  :root { ${light} --page: #fff; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; font-size: .8125rem; }
  nav { display: none; }
  section { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: .75rem 0; margin: 0; }
  table, figure, li, h2, h3 { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
}
`;
