import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importTerminology } from '../../src/concepts/import/import-terminology.ts';

/** A made-up terminology, as plain TSV. */
export const smallTerminology = [
  'MESH:D001943\tBreast Neoplasms\tbreast cancer|mammary cancer|breast tumor\tDOID:1612\ttypes=Disease;def=A growth of the breast. It may spread.',
  'DOID:1612\tbreast cancer\tmammary carcinoma\tMESH:D001943\ttypes=Disease;parents=DOID:162',
  'DOID:162\tcancer\t\t\ttypes=Disease',
  'MESH:D013629\tTamoxifen\tNolvadex|ICI-46474\tDrugBank:DB00675\ttypes=Chemical;def=A drug against [cancer](command:evil).',
  'NCBITaxon:9606\tHomo sapiens\thuman|patients\t\ttypes=Species',
];

/** A folder of application data that is gone after the test. */
export class Home {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'gerbera-home-'));

  get concepts(): string {
    return path.join(this.folder, 'concepts');
  }

  /** The file of the store. */
  get store(): string {
    return path.join(this.concepts, 'concepts.sqlite');
  }

  /** Imports rows as the only terminology of this name. */
  async import(name: string, rows: readonly string[] = smallTerminology): Promise<void> {
    const place = path.join(this.folder, `${name}.tsv`);
    writeFileSync(place, ['id\tname\tsynonyms\txrefs\textra', ...rows, ''].join('\n'));
    for await (const _ of importTerminology({ folder: this.concepts, place, name })) {
      // Only the end matters.
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
