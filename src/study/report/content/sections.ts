import { type StudyReport, significance, sizeName } from '../report.ts';
import { gainSections, scoreSection } from './gain-sections.ts';
import { measureSections } from './measure-section.ts';
import type { Section } from './section.ts';

/** Everything that stands in a report below its findings, in order. */
export function sectionsOf(report: StudyReport): Section[] {
  return [...gainSections(report), ...measureSections(report), scoreSection(report), aboutSection(report)];
}

/** What the study is, and what was computed. */
function aboutSection(report: StudyReport): Section {
  const { targets, auxiliaries, methods, sizes, until, versions, baseline, measures } = report;
  return {
    id: 'about',
    title: 'How this was computed',
    lead: 'The same results give the same report on every machine.',
    blocks: [
      {
        kind: 'list',
        items: [
          `Targets: ${targets.join(', ')}.`,
          `Auxiliaries: ${auxiliaries.join(', ')}.`,
          `Methods: ${methods.join(', ')}; sizes: ${sizes.map(sizeName).join(', ')}.`,
          ...(until === undefined
            ? []
            : [
                `The last result is of ${until.slice(0, 16).replace('T', ' ')} UTC; by GERBERA ${versions.join(', ')}.`,
              ]),
          `A gain is F1 on test less that of ${baseline} at the same target and size, paired by seed: both learn from the same sentences.`,
          "Single gains: paired t-test, two-sided (Student 1908), and Fisher's randomisation test for pairs (1935), whose smallest p is 2^(1 − n) with n pairs. No test is made of one pair, or of pairs that differ by the same.",
          `Corrections: Holm (1979) and Benjamini and Hochberg (1995), over all single gains of the report together; “clearly” means at most ${significance} after Holm.`,
          "Mean gains: the gains of a target share its runs of the single task, so targets are the units: the mean of the targets' means, with Student's t over the targets. What the same auxiliary has in common over targets is not taken into account. p by Holm over methods and sizes.",
          ...(measures
            ? [
                "Correlations: Pearson's r and Spearman's ρ (ties at their mean rank); p by t, and by permutation of the gains, within targets where their means were taken out (Pitman 1937; 10,000 arrangements, or all where they are fewer); intervals by Fisher's transformation (1921), for ρ with the variance of Bonett and Wright (2000); within targets with one degree of freedom less for each target but the first. p by Holm over the measures, from the permutation's.",
              ]
            : []),
        ],
      },
    ],
  };
}
