/** Names of the chemical elements that texts write as symbols, by symbol. */
const elements: Readonly<Record<string, string>> = {
  H: 'hydrogen',
  He: 'helium',
  Li: 'lithium',
  Be: 'beryllium',
  B: 'boron',
  C: 'carbon',
  N: 'nitrogen',
  O: 'oxygen',
  F: 'fluorine',
  Na: 'sodium',
  Mg: 'magnesium',
  Al: 'aluminum',
  Si: 'silicon',
  P: 'phosphorus',
  S: 'sulfur',
  Cl: 'chlorine',
  K: 'potassium',
  Ca: 'calcium',
  Ti: 'titanium',
  V: 'vanadium',
  Cr: 'chromium',
  Mn: 'manganese',
  Fe: 'iron',
  Co: 'cobalt',
  Ni: 'nickel',
  Cu: 'copper',
  Zn: 'zinc',
  Ga: 'gallium',
  As: 'arsenic',
  Se: 'selenium',
  Br: 'bromine',
  Rb: 'rubidium',
  Sr: 'strontium',
  Mo: 'molybdenum',
  Tc: 'technetium',
  Ag: 'silver',
  Cd: 'cadmium',
  In: 'indium',
  Sn: 'tin',
  Sb: 'antimony',
  I: 'iodine',
  Xe: 'xenon',
  Cs: 'cesium',
  Ba: 'barium',
  Gd: 'gadolinium',
  W: 'tungsten',
  Pt: 'platinum',
  Au: 'gold',
  Hg: 'mercury',
  Tl: 'thallium',
  Pb: 'lead',
  Bi: 'bismuth',
  U: 'uranium',
};

const anions: Readonly<Record<string, string>> = {
  Cl: 'chloride',
  Br: 'bromide',
  I: 'iodide',
  F: 'fluoride',
  O: 'oxide',
  OH: 'hydroxide',
  S: 'sulfide',
  SO4: 'sulfate',
  SO3: 'sulfite',
  NO3: 'nitrate',
  NO2: 'nitrite',
  CO3: 'carbonate',
  HCO3: 'bicarbonate',
  PO4: 'phosphate',
  CN: 'cyanide',
  Ac: 'acetate',
};

/** Formulas that are written more often than what they stand for. */
const molecules: Readonly<Record<string, string>> = {
  H2O: 'water',
  H2O2: 'hydrogen peroxide',
  CO2: 'carbon dioxide',
  CO: 'carbon monoxide',
  NO: 'nitric oxide',
  N2O: 'nitrous oxide',
  NO2: 'nitrogen dioxide',
  SO2: 'sulfur dioxide',
  O2: 'oxygen',
  O3: 'ozone',
  N2: 'nitrogen',
  H2: 'hydrogen',
  H2S: 'hydrogen sulfide',
  NH3: 'ammonia',
  HCl: 'hydrochloric acid',
  H2SO4: 'sulfuric acid',
  HNO3: 'nitric acid',
  CH4: 'methane',
  CCl4: 'carbon tetrachloride',
  EtOH: 'ethanol',
  MeOH: 'methanol',
};

const salt = new RegExp(
  `^(NH4|[A-Z][a-z]?)\\d?\\(?(${Object.keys(anions)
    .sort((a, b) => b.length - a.length)
    .join('|')})\\)?\\d?$`,
);

/** The name of what a chemical formula stands for (`CaCl2`, `Na+`, `Ca(2+)`, `H2O2`); undefined if it is none that is known. */
export function nameOfFormula(text: string): string | undefined {
  const plain = text.normalize('NFKC').replaceAll(/\s+/g, '');
  const whole = molecules[plain];
  if (whole !== undefined) return whole;
  const element = elements[plain.replace(/(?:\(?\d?[+-]\)?|\^\d?[+-]|\((?:I|II|III|IV|VI?)\)|\+\+)$/, '')];
  if (element !== undefined) return element;
  const [, cation = '', anion = ''] = salt.exec(plain) ?? [];
  const metal = cation === 'NH4' ? 'ammonium' : elements[cation];
  return metal === undefined || anions[anion] === undefined ? undefined : `${metal} ${anions[anion]}`;
}
