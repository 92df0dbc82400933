/** Names of species in daily words, and the systematic name: of what laboratories, farms and clinics have. */
const systematic: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'Homo sapiens':
      'human man men woman women person persons people patient patients child children infant infants boy girl boys girls adult adults adolescent adolescents participant participants individual individuals volunteer volunteers subject subjects baby babies neonate neonates mother father mothers',
    'Mus musculus': 'mouse mice murine',
    'Rattus norvegicus': 'rat rats',
    'Bos taurus': 'cattle cow cows bull bulls calf calves bovine heifer heifers steer steers ox oxen',
    'Sus scrofa': 'pig pigs swine porcine piglet piglets hog hogs sow sows boar',
    'Ovis aries': 'sheep lamb lambs ovine ewe ewes ram',
    'Capra hircus': 'goat goats caprine kid',
    'Equus caballus': 'horse horses equine mare foal foals',
    'Canis lupus familiaris': 'dog dogs canine canines puppy puppies',
    'Felis catus': 'cat cats feline kitten kittens',
    'Gallus gallus': 'chicken chickens chick chicks hen hens broiler broilers',
    'Oryctolagus cuniculus': 'rabbit rabbits',
    'Cavia porcellus': 'guinea-pig guinea-pigs',
    'Macaca mulatta': 'rhesus rhesus-monkey rhesus-monkeys rhesus-macaque rhesus-macaques',
    'Pan troglodytes': 'chimpanzee chimpanzees chimp chimps',
    'Mesocricetus auratus': 'hamster hamsters',
    'Drosophila melanogaster': 'drosophila fruit-fly fruit-flies fly flies',
    'Caenorhabditis elegans': 'nematode worm worms',
    'Danio rerio': 'zebrafish',
    'Xenopus laevis': 'xenopus frog frogs',
    'Saccharomyces cerevisiae': 'yeast yeasts',
    'Schizosaccharomyces pombe': 'fission-yeast',
    'Arabidopsis thaliana': 'arabidopsis',
    'Zea mays': 'maize corn',
    'Oryza sativa': 'rice',
    'Triticum aestivum': 'wheat',
    'Nicotiana tabacum': 'tobacco',
    'Gossypium hirsutum': 'cotton',
    'Solanum lycopersicum': 'tomato tomatoes',
    'Solanum tuberosum': 'potato potatoes',
    'Glycine max': 'soybean soybeans soya',
    'Hordeum vulgare': 'barley',
    'Pisum sativum': 'pea peas',
    'Apis mellifera': 'honeybee honeybees honey-bee honey-bees',
    'Oncorhynchus mykiss': 'rainbow-trout trout steelhead',
    'Salmo salar': 'atlantic-salmon salmon',
    'Human immunodeficiency virus 1': 'hiv hiv-1',
    'Human immunodeficiency virus 2': 'hiv-2',
    'Hepatitis C virus': 'hcv',
    'Hepatitis B virus': 'hbv',
    'Epstein-Barr virus': 'ebv',
    'Human cytomegalovirus': 'cmv hcmv',
    'Simian virus 40': 'sv40',
  }).flatMap(([name, row]) => row.split(' ').map((word) => [word.replaceAll('-', ' '), name] as const)),
);

/** Species that are meant where a paper abbreviates their genus and writes it out nowhere. */
const abbreviated: ReadonlyMap<string, string> = new Map(
  [
    'Arabidopsis thaliana',
    'Bacillus subtilis',
    'Caenorhabditis elegans',
    'Candida albicans',
    'Drosophila melanogaster',
    'Danio rerio',
    'Escherichia coli',
    'Helicobacter pylori',
    'Homo sapiens',
    'Mus musculus',
    'Mycobacterium tuberculosis',
    'Plasmodium falciparum',
    'Pseudomonas aeruginosa',
    'Rattus norvegicus',
    'Saccharomyces cerevisiae',
    'Schizosaccharomyces pombe',
    'Staphylococcus aureus',
    'Streptococcus pneumoniae',
    'Toxoplasma gondii',
    'Xenopus laevis',
  ].map((name) => [`${name[0]}.${name.slice(name.indexOf(' ') + 1)}`.toLowerCase(), name] as const),
);

/** The species of an abbreviated genus that is meant where nothing else is said: `C. elegans`. */
export function wellKnownSpecies(text: string): string | undefined {
  return abbreviated.get(text.toLowerCase().replaceAll(/\s+/g, ''));
}

/**
 * Systematic names of what daily words mean: of all of them, and of the last ones, as strains, breeds and what is done with
 * animals stand before (`nude mice`, `Sprague-Dawley rats`, `transgenic Drosophila`).
 */
export function systematicNames(text: string): readonly string[] {
  const words = text.toLowerCase().replaceAll('-', ' ').trim().split(/\s+/);
  const names = new Set<string>();
  for (let from = 0; from < words.length; from++) {
    const name = systematic.get(words.slice(from).join(' '));
    if (name !== undefined) names.add(name);
  }
  return [...names];
}
