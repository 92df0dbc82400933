/** Documents of a small corpus: a title, an abstract, and the mentions in it with their types. */
const documents: readonly {
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  readonly mentions: readonly (readonly [text: string, type: string])[];
}[] = [
  {
    id: '101',
    title: 'Tamoxifen in breast cancer',
    abstract: 'Patients with breast cancer received tamoxifen. Nausea was rare.',
    mentions: [
      ['Tamoxifen', 'Chemical'],
      ['breast cancer', 'Disease'],
      ['breast cancer', 'Disease'],
      ['tamoxifen', 'Chemical'],
      ['Nausea', 'Disease'],
    ],
  },
  {
    id: '102',
    title: 'Kidney injury after ibuprofen',
    abstract: 'Ibuprofen causes nephrotoxicity in some patients with diabetes mellitus.',
    mentions: [
      // The annotators of this made-up corpus want less than models find.
      ['injury', 'Disease'],
      ['ibuprofen', 'Chemical'],
      ['Ibuprofen', 'Chemical'],
      ['nephrotoxicity', 'Disease'],
      ['diabetes', 'Disease'],
    ],
  },
  {
    id: '103',
    title: 'Imatinib and leukemia',
    abstract: 'Chronic myeloid leukemia responds to imatinib; ο placebo arm had none. The β2 level was low.',
    mentions: [
      ['Imatinib', 'Disease'],
      ['leukemia', 'Disease'],
      ['Chronic myeloid leukemia', 'Disease'],
      ['imatinib', 'Chemical'],
      ['placebo', 'Chemical'],
    ],
  },
];

/** The corpus in PubTator's form. What a model makes of it: much is right, and there are errors of several kinds. */
export function smallPubtator(copies = 1): string {
  const one = (copy: number) =>
    documents.map(({ id: bare, title, abstract, mentions }) => {
      const id = copy === 0 ? bare : `${bare}${String(copy).padStart(6, '0')}`;
      const text = `${title} ${abstract}`;
      let from = 0;
      const lines = mentions.map(([mention, type]) => {
        const start = text.indexOf(mention, from);
        from = start + mention.length;
        return `${id}\t${start}\t${from}\t${mention}\t${type}\tC${mention.length}`;
      });
      return [`${id}|t|${title}`, `${id}|a|${abstract}`, ...lines, ''].join('\n');
    });
  return `${Array.from({ length: copies }, (_, copy) => one(copy).join('\n')).join('\n')}\n`;
}
