import { american } from '../../text/names/spelling.ts';
import { singular } from '../../text/names/stem.ts';

/**
 * Words that mean the same in names: organs and their adjectives, general words for what ails, vernacular names of animals.
 * The first of a row stands for all. What is here are words of the language of medicine, one for another in the synonyms of
 * many concepts; names of single concepts are a terminology's business.
 */
const rows = `
neoplasm neoplasia neoplastic tumor tumour tumoral cancer cancerous malignancy
disease disorder illness condition
abnormality anomaly malformation defect
insufficiency failure
regurgitation incompetence
deficiency deficient
hemorrhage bleeding hemorrhagic
palsy paralysis
paresis paretic
infarction infarct
pain ache painful
seizure convulsion convulsive
pruritus itching itch
calculus stone
allergy hypersensitivity allergic
injury damage lesion
impairment dysfunction impaired
enlargement hypertrophy hypertrophic
stenosis narrowing stenotic
edema swelling edematous
pyrexia fever febrile
toxicity toxic
infection infected infectious
thrombosis thrombus thrombotic
embolism embolus embolic
hereditary inherited heritable
childhood pediatric juvenile
neonatal newborn
kidney renal nephric
liver hepatic
heart cardiac cardial
myocardium myocardial
lung pulmonary
stomach gastric
brain cerebral cerebrum intracerebral
skin cutaneous dermal
breast mammary
ovary ovarian
prostate prostatic
uterus uterine uteri
cervix cervical
endometrium endometrial
vagina vaginal
vulva vulvar
penis penile
testis testicular testicle
bladder vesical
ureter ureteral
urethra urethral
colon colonic
rectum rectal
anus anal
intestine intestinal bowel enteric
duodenum duodenal
esophagus esophageal
larynx laryngeal
pharynx pharyngeal
trachea tracheal
bronchus bronchial
pleura pleural
mouth oral
nose nasal
tooth dental
tongue lingual
pancreas pancreatic
spleen splenic
thymus thymic
gallbladder cholecystic
biliary bile
gland glandular
eye ocular ophthalmic
vision visual sight
hearing auditory
mental psychiatric psychological
retina retinal
cornea corneal
conjunctiva conjunctival
orbit orbital
ear otic aural
bone osseous
muscle muscular
joint articular
nerve neural neuron neuronal
spine spinal
cerebellum cerebellar
meninges meningeal
vessel vascular
artery arterial
vein venous
aorta aortic
atrium atrial
ventricle ventricular
blood hematologic hematological hematopoietic
lymph lymphatic
myeloid myelogenous myelocytic
lymphoblastic lymphoid
granulocytic
erythrocyte erythrocytic
platelet thrombocyte
neutrophil neutrophilic
eosinophil eosinophilic
mast mastocyte
immune immunological
metabolism metabolic
mitochondrion mitochondrial
chromosome chromosomal
gene genetic
schwannoma neurilemmoma
angioma hemangioma
leukocyte leukocytic
human man woman person people
mouse murine
dog canine
cat feline
anoxia hypoxia hypoxic anoxic
contusion bruise bruising
wound trauma traumatic
pneumonia pneumonitis
hyperkinesis hyperactivity hyperkinetic
bradycardia bradyarrhythmia
tachycardia tachyarrhythmia
calcinosis calcification calcified
prematurity premature preterm
pregnancy gestation gestational pregnant
urogenital genitourinary
sensorineural neurosensorial neurosensory
ulcer ulceration ulcerative ulcerated
perforation perforated
inflammation inflammatory inflamed
vomiting emesis emetic
jaundice icterus icteric
syncope fainting
sleepiness somnolence drowsiness
malnutrition undernutrition
obesity obese overweight
infertility infertile sterility
miscarriage abortion
aggression aggressive aggressiveness
anxiety anxious
spasm spasmodic
atrophy wasting
dyspnea breathlessness
epistaxis nosebleed
cardiomyopathy cardiomyopathic
cattle bovine cow bull calf
pig porcine swine piglet hog
sheep ovine lamb ewe
goat caprine
horse equine
chicken hen chick
monkey simian
bacterium bacterial
virus viral
fungus fungal
parasite parasitic
`;

/** Words that are near one another, though not the same: what stands in names where a paper says the other one. */
const relatedRows = `
neoplasm carcinoma adenocarcinoma sarcoma
disease syndrome abnormality deficiency insufficiency injury toxicity dysfunction impairment
pain tenderness discomfort
leukemia leukosis
walking gait
mental behavioral
infarction ischemia
hypertrophy hyperplasia
calculus lithiasis
necrosis degeneration
reaction effect
abuse addiction dependence misuse
hypokinesia akinesia bradykinesia
keratosis hyperkeratosis keratoderma
degeneration dystrophy
fever hyperthermia
defect deficit abnormality
stroke apoplexy
`;

const classes = new Map<string, string>();
for (const row of rows.trim().split('\n')) {
  const words = row.split(' ').map(stemOf);
  for (const word of words) classes.set(word, words[0] ?? word);
}

const related = new Map<string, Set<string>>();
for (const row of relatedRows.trim().split('\n')) {
  const words = row.split(' ').map((word) => wordClass(stemOf(word)));
  for (const word of words) related.set(word, new Set([...(related.get(word) ?? []), ...words]));
}

/** Whether two classes of words are near one another. */
export function areRelated(a: string, b: string): boolean {
  return related.get(a)?.has(b) ?? false;
}

/** The word that stands for all that mean the same, of an outcome of `singular`; most words stand for themselves. */
export function wordClass(stem: string): string {
  return classes.get(stem) ?? stem;
}

function stemOf(word: string): string {
  return singular(american(word));
}
