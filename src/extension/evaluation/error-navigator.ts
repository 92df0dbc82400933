import { commands, type Disposable, Range, type TextDocument, ViewColumn, window } from 'vscode';
import type { EvaluationError, EvaluationReport, PlacedMention } from '../../evaluate/report/report.ts';
import { tell, tellWarning } from '../tell.ts';
import { t } from '../texts.ts';
import { CorpusDocuments } from './corpus-documents.ts';
import { ErrorMarks } from './error-marks.ts';
import { legendOf } from './error-words.ts';
import { isUnmoved, locate } from './locate.ts';

/** The errors that are gone through. */
interface Tour {
  readonly id: string;
  readonly report: EvaluationReport;
  /** Indices in `report.errors.places` of those that the filters leave, in order. */
  readonly shown: readonly number[];
  readonly index: number;
}

/** Opens errors of a report in the corpus's files, one after the other. */
export class ErrorNavigator implements Disposable {
  readonly documents = new CorpusDocuments();
  readonly #marks = new ErrorMarks((shown) => void commands.executeCommand('setContext', 'gerbera.error', shown));
  readonly #opened: (id: string, index: number) => void;
  /** Evaluations whose corpus was found to have changed. */
  readonly #toldMoved = new Set<string>();
  #tour: Tour | undefined;

  /** @param opened hears which error of which evaluation was opened. */
  constructor(opened: (id: string, index: number) => void) {
    this.#opened = opened;
  }

  /**
   * Opens an error and remembers its neighbours.
   * @throws UserError if the corpus's file cannot be read.
   */
  async open(tour: Tour): Promise<void> {
    const error = tour.report.errors.places[tour.index];
    if (!error) return;
    this.#tour = tour;
    await this.#show(tour, error);
    this.#opened(tour.id, tour.index);
  }

  /** Opens the error that is so many places further, around the ends. */
  async step(by: 1 | -1): Promise<void> {
    const tour = this.#tour;
    if (!tour || tour.shown.length === 0) {
      void tell(t('open an error in the report of an evaluation first.'));
      return;
    }
    const at = tour.shown.indexOf(tour.index);
    const next = at < 0 ? 0 : (at + by + tour.shown.length) % tour.shown.length;
    await this.open({ ...tour, index: tour.shown[next] ?? tour.index });
  }

  dispose(): void {
    this.#marks.dispose();
  }

  async #show(tour: Tour, error: EvaluationError): Promise<void> {
    const { file, line } = placeOf(error);
    const { document, first } = await this.documents.open(file, line, error);
    const open = window.visibleTextEditors.find((editor) => editor.document === document);
    const beside = window.tabGroups.all.length > 1 ? besideColumn() : ViewColumn.Beside;
    const editor = await window.showTextDocument(document, { viewColumn: open?.viewColumn ?? beside, preview: true });
    const lineAt = (line: number) => {
      const at = line - ((first ?? 1) - 1);
      return at >= 0 && at < document.lineCount ? document.lineAt(at).text : undefined;
    };
    const range = (side: 'gold' | 'found') => {
      const mention = error[side];
      if (!mention) return undefined;
      return first === undefined
        ? contextRange(error, side)
        : placeRange(error, side, mention, document, first, lineAt);
    };
    const mentions = [error.gold, error.found].flatMap((mention) => mention ?? []);
    const moved = first !== undefined && !mentions.every((mention) => isUnmoved(mention, lineAt));
    const legend = moved ? `${legendOf(error)}   (${t('the file has changed')})` : legendOf(error);
    this.#marks.show(editor, { gold: range('gold'), found: range('found'), legend });
    if (moved) this.#tellMoved(tour.id, file);
  }

  /** Once for each evaluation: one error after the other is gone through. */
  #tellMoved(id: string, file: string): void {
    if (this.#toldMoved.has(id)) return;
    this.#toldMoved.add(id);
    void tellWarning(
      t('{0}: has changed since it was evaluated, so errors are shown where they were; evaluate anew.', file),
    );
  }
}

function placeOf({ gold, found }: EvaluationError): PlacedMention['place'] {
  const place = gold?.place ?? found?.place;
  if (!place) throw new Error('an error with neither a gold nor a predicted mention');
  return place;
}

/** The group that holds files rather than the report, so that the report stays in sight. */
function besideColumn(): ViewColumn {
  const active = window.tabGroups.activeTabGroup;
  const other = window.tabGroups.all.find((group) => group !== active);
  return (window.activeTextEditor ? active : (other ?? active)).viewColumn;
}

function contextRange({ context }: EvaluationError, side: 'gold' | 'found'): Range | undefined {
  const span = context[side];
  return span && new Range(0, span[0], 0, span[1]);
}

function placeRange(
  error: EvaluationError,
  side: 'gold' | 'found',
  mention: PlacedMention,
  document: TextDocument,
  first: number,
  lineAt: (line: number) => string | undefined,
): Range {
  const { line, character, endLine, endCharacter } = locate(error, side, mention, lineAt);
  return document.validateRange(new Range(line - (first - 1), character, endLine - (first - 1), endCharacter));
}
