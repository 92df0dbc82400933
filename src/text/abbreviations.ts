/**
 * What ends with a period without ending a sentence, by how much it tells. Spelled in lower case and without the last
 * period; the lists come from reading where a splitter errs on biomedical abstracts and full texts.
 */

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Never the last word of a sentence: something must follow. */
export const leading = list(`
  e.g eg i.e ie cf vs v.s viz dr drs prof mr mrs ms st mt rev hon gen col lt capt sgt messrs
  fig figs figure eq eqs eqn eqns ref refs tab sect chap suppl vol vols pp
  ca approx resp subsp ssp subg var cv str aff nr incl excl esp
  assoc dept univ inst natl soc proc acad sci med biol chem biochem
`);

/** Not the last word before a number: `No. 5`, `p. 3`, `vol. 2`. */
export const beforeNumber = list(
  'no nos n p ch art sec ser ed eds tab table lot cat ex exp op app par para pt pts v chr wt temp res',
);

/** May end a sentence: it does where the next word is one that mostly begins a sentence. */
export const ambiguous = list(`
  al etc inc ltd co corp llc sp spp nov gen jr sr u.s u.k u.s.a e.u d.c n.y ph.d m.d b.sc m.sc ed eds
  dist mol ser est avg nat int jan feb mar apr jun jul aug sept oct dec
`);

/** Words before a single letter that may end a sentence: `vitamin C. The` but not `J. Smith`. */
export const lettered = list(`
  vitamin hepatitis type types group groups factor protein class grade stage phase panel panels figure fig figs
  cyclosporin cyclosporine immunoglobulin table part influenza subtype genotype haemophilia hemophilia apolipoprotein
  strain case patient site model experiment allele form arm cohort family box domain region chain appendix adriamycin
  degrees concanavalin coenzyme amphotericin streptavidin botulinum toxin and or to
`);

/** Words before an initial or an abbreviated genus: `against S. Typhimurium`, `under J. Smith`. */
export const beforeInitial = list(`
  against between among under after before during within without serovar strain strains bacterium bacteria pathogen species
  contain obtain remain again explain certain begin inventor investigator coordinator director
  yeast parasite parasites fungus author authors editor editors bacillus organism organisms infected including contains
`);

/** Words that, capitalised, begin a sentence far more often than they continue one. */
export const starters = list(`
  a an the this that these those it its we our they their there he she his her i in on at as of by for from to with without
  within after before during while when where whereas since although though because if thus hence therefore however
  moreover furthermore additionally also although here both all each most many some several no not none one two three
  four five six seven eight nine ten among between both only other another such similarly conversely finally first second third
  recently previously overall interestingly importantly notably surprisingly consistent compared given using based
  background objective objectives aim aims method methods results conclusion conclusions discussion purpose design
  patients mice rats animals cells data analysis treatment expression mutations subjects
  what which who why how does do did is are was were can could may might should would will has have
  under over upon to until unlike despite due according despite together taken but and or so yet then
`);
