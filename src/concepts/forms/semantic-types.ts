/** Semantic types of UMLS (https://lhncbc.nlm.nih.gov/semanticnetwork) by the entity type whose mentions their concepts are. */
const semanticTypes: Readonly<Record<string, readonly string[]>> = {
  // Findings (T033) are left out: most are results of tests and questions.
  Disease: [
    'T019', // Congenital Abnormality
    'T020', // Acquired Abnormality
    'T037', // Injury or Poisoning
    'T046', // Pathologic Function
    'T047', // Disease or Syndrome
    'T048', // Mental or Behavioral Dysfunction
    'T049', // Cell or Molecular Dysfunction
    'T050', // Experimental Model of Disease
    'T184', // Sign or Symptom
    'T190', // Anatomical Abnormality
    'T191', // Neoplastic Process
  ],
  // Clinical drugs (T200) are left out: they are packages, with dose and form.
  Chemical: [
    'T103', // Chemical
    'T104', // Chemical Viewed Structurally
    'T109', // Organic Chemical
    'T110', // Steroid (in old releases, as the next four)
    'T111', // Eicosanoid
    'T115', // Organophosphorus Compound
    'T118', // Carbohydrate
    'T119', // Lipid
    'T114', // Nucleic Acid, Nucleoside, or Nucleotide
    'T116', // Amino Acid, Peptide, or Protein
    'T120', // Chemical Viewed Functionally
    'T121', // Pharmacologic Substance
    'T122', // Biomedical or Dental Material
    'T123', // Biologically Active Substance
    'T124', // Neuroreactive Substance or Biogenic Amine (in old releases)
    'T125', // Hormone
    'T126', // Enzyme
    'T127', // Vitamin
    'T129', // Immunologic Factor
    'T130', // Indicator, Reagent, or Diagnostic Aid
    'T131', // Hazardous or Poisonous Substance
    'T192', // Receptor
    'T195', // Antibiotic
    'T196', // Element, Ion, or Isotope
    'T197', // Inorganic Chemical
  ],
  // Proteins are mentions of their genes, as corpora label them.
  Gene: [
    'T028', // Gene or Genome
    'T116',
    'T126',
    'T192',
  ],
  Species: [
    'T001', // Organism
    'T002', // Plant
    'T003', // Alga (in old releases)
    'T004', // Fungus
    'T005', // Virus
    'T006', // Rickettsia or Chlamydia (in old releases)
    'T007', // Bacterium
    'T008', // Animal
    'T009', // Invertebrate (in old releases)
    'T010', // Vertebrate
    'T011', // Amphibian
    'T012', // Bird
    'T013', // Fish
    'T014', // Reptile
    'T015', // Mammal
    'T016', // Human
    'T194', // Archaeon
    'T204', // Eukaryote
  ],
  // UMLS has one semantic type for both.
  CellType: ['T025'], // Cell
  CellLine: ['T025'],
  DNA: ['T086', 'T114'], // Nucleotide Sequence
  RNA: ['T114'],
};

const typesBySemanticType = new Map<string, string[]>();
for (const [type, numbers] of Object.entries(semanticTypes)) {
  for (const number of numbers) typesBySemanticType.set(number, [...(typesBySemanticType.get(number) ?? []), type]);
}

/** The entity types of a concept of UMLS. @param numbers of its semantic types (TUI): `T047`. */
export function typesOfSemanticTypes(numbers: readonly string[]): readonly string[] {
  return [...new Set(numbers.flatMap((number) => typesBySemanticType.get(number) ?? []))];
}
