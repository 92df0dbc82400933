/** Every message between the extension and the GERBERA panel, each checked where it comes in. */
import * as v from 'valibot';
import type { CorpusSummary, EvaluationRequest, ServerStatus } from '../protocol.ts';
import { modelDetails } from './models.ts';
import { evaluationReport, reportActions } from './report-page.ts';
import { count, list, number, text } from './schema.ts';
import { runLogEntry, runSummary, trainingBase, trainingEstimate, trainingRequest } from './training.ts';
import { transferPanelRequests, transferPanelUpdates } from './transfer.ts';

/** The tabs of the panel, in order. */
export const panelTabs = ['train', 'transfer', 'evaluate', 'runs', 'models'] as const;
export type PanelTab = (typeof panelTabs)[number];

/** What a corpus is chosen for. */
const corpusRoles = ['target', 'general', 'corpora', 'evaluate', 'transferTarget', 'transferCandidate'] as const;
export type CorpusRole = (typeof corpusRoles)[number];

/** What is evaluated: `EvaluationRequest` without the folder, which the extension chooses. */
export type EvaluationAsked = Pick<EvaluationRequest, 'place' | 'split' | 'model' | 'against'>;
const evaluationAsked = v.strictObject({
  place: text,
  split: v.optional(text),
  model: text,
  against: v.optional(text),
});

/** What is done with a model of the list; `folder` of `ModelDetails` names it. */
const modelActions = ['use', 'card', 'reveal', 'export', 'delete', 'evaluate'] as const;
export type ModelAction = (typeof modelActions)[number];

/** Commands of the extension that buttons run as they are. */
const panelCommands = ['importModel', 'downloadModel', 'selectModel', 'restartModel', 'showOutput'] as const;
export type PanelCommand = (typeof panelCommands)[number];

/** From the panel to the extension. */
const panelRequest = v.variant('kind', [
  /** The page has been loaded; everything is told. */
  v.strictObject({ kind: v.literal('ready') }),
  v.strictObject({ kind: v.literal('command'), command: v.picklist(panelCommands) }),
  /** Opens a dialog; answered with `chosen`, unless it is closed. */
  v.strictObject({
    kind: v.literal('chooseCorpus'),
    role: v.picklist(corpusRoles),
    what: v.picklist(['folder', 'file']),
  }),
  /** Answered with `corpus`. */
  v.strictObject({ kind: v.literal('describeCorpus'), place: text }),
  /** Answered with `estimate`; one that is asked for later ends it. */
  v.strictObject({ kind: v.literal('estimate'), id: count, request: trainingRequest }),
  /** Ends the estimate under way, and the start that waits for it. */
  v.strictObject({ kind: v.literal('cancelEstimate') }),
  /**
   * Answered with `started` or `problem`. With the id of an estimate it is estimated first, which `estimate` tells, and starts
   * unless it is refused or there are warnings; all that without the page, too, which goes while it is not seen.
   */
  v.strictObject({ kind: v.literal('start'), request: trainingRequest, estimate: v.optional(count) }),
  /** Puts the command line that does the same on the clipboard. */
  v.strictObject({ kind: v.literal('copyCommand'), request: trainingRequest }),
  /** Ends a run so that it can go on, or with the best weights so far as its model, or at once. */
  v.strictObject({ kind: v.literal('stop'), run: text, how: v.picklist(['pause', 'finish', 'kill']) }),
  v.strictObject({ kind: v.literal('resume'), run: text, finish: v.optional(v.boolean()) }),
  /** The runs whose logs the page shows. */
  v.strictObject({ kind: v.literal('follow'), runs: list(text) }),
  /** The extension asks whether it is meant. */
  v.strictObject({ kind: v.literal('removeRuns'), runs: list(text), what: v.picklist(['checkpoints', 'all']) }),
  /** What can be done with a run's folder and the model in it. */
  v.strictObject({ kind: v.literal('run'), run: text, action: v.picklist(['use', 'card', 'reveal', 'export', 'log']) }),
  v.strictObject({ kind: v.literal('model'), folder: text, action: v.picklist(modelActions) }),
  /** Under way it is told by `evaluating`, then by `report`. */
  v.strictObject({ kind: v.literal('evaluate'), asked: evaluationAsked }),
  v.strictObject({ kind: v.literal('stopEvaluation') }),
  /** Answered with `report`. */
  v.strictObject({ kind: v.literal('showReport'), id: text }),
  v.strictObject({ kind: v.literal('reportAction'), id: text, action: v.picklist(reportActions) }),
  /** Opens an error in its file; see `ReportRequest`. */
  v.strictObject({ kind: v.literal('openError'), id: text, index: count, shown: list(count) }),
  ...transferPanelRequests,
]);
/** What the page asks of the extension. */
export type PanelRequest = v.InferOutput<typeof panelRequest>;

const status = v.custom<ServerStatus>((value) =>
  v.is(
    v.looseObject({
      state: v.picklist(['starting', 'ready', 'reading', 'failed']),
      message: v.optional(v.string()),
      model: v.optional(
        v.looseObject({
          ...{ name: text, folder: text, family: text, types: list(text), maxLength: number },
          device: v.looseObject({
            ...{ preference: text, device: text },
            attempts: list(v.looseObject({ device: text, reason: v.string(), accepted: v.boolean() })),
          }),
        }),
      ),
    }),
    value,
  ),
);

const corpusSummary = v.custom<CorpusSummary>((value) =>
  v.is(
    v.looseObject({
      ...{ name: text, place: text, mapping: v.record(v.string(), v.string()) },
      parts: list(
        v.looseObject({
          ...{ split: v.optional(text), place: text, form: text, documents: count, complete: v.boolean() },
          ...{ mentions: v.record(v.string(), count), problem: v.optional(v.string()) },
        }),
      ),
    }),
    value,
  ),
);

const keptEvaluation = v.object({ id: text, asked: evaluationAsked, title: text, date: text });
/** An evaluation that is kept, as the page lists it. */
export type ListedEvaluation = v.InferOutput<typeof keptEvaluation>;

/** From the extension to the panel. */
const panelUpdate = v.variant('kind', [
  /** The first: the texts of the page in the user's language, by the English ones (`vscode.l10n.bundle`). */
  v.object({ kind: v.literal('texts'), bundle: v.optional(v.record(v.string(), v.any())) }),
  /** Goes to a tab, and there to a run. */
  v.object({ kind: v.literal('show'), tab: v.picklist(panelTabs), run: v.optional(text) }),
  /** Fills the form of the tab Train with what was chosen elsewhere. */
  v.object({ kind: v.literal('fill'), request: trainingRequest }),
  v.object({ kind: v.literal('status'), status }),
  v.object({ kind: v.literal('bases'), bases: list(trainingBase) }),
  v.object({ kind: v.literal('models'), models: list(modelDetails), libraryFolder: text }),
  /** Corpora of the workspace, and those that were used before. */
  v.object({
    kind: v.literal('places'),
    places: list(v.object({ place: text, name: text, from: v.picklist(['workspace', 'recent']) })),
  }),
  v.object({ kind: v.literal('chosen'), role: v.picklist(corpusRoles), place: text }),
  v.object({
    kind: v.literal('corpus'),
    place: text,
    corpus: v.optional(corpusSummary),
    problem: v.optional(v.string()),
  }),
  v.object({
    kind: v.literal('estimate'),
    id: count,
    estimate: v.optional(trainingEstimate),
    problem: v.optional(v.string()),
  }),
  v.object({ kind: v.literal('started'), run: text }),
  v.object({ kind: v.literal('runs'), runs: list(runSummary) }),
  v.object({ kind: v.literal('log'), run: text, anew: v.boolean(), entries: list(runLogEntry) }),
  v.object({ kind: v.literal('evaluations'), kept: list(keptEvaluation) }),
  /** Absent where nothing is evaluated; `share` in [0, 1]. */
  v.object({
    kind: v.literal('evaluating'),
    now: v.optional(v.object({ title: text, share: number, message: v.string() })),
  }),
  v.object({ kind: v.literal('report'), id: text, report: evaluationReport }),
  /** The error that was opened by a command. */
  v.object({ kind: v.literal('opened'), id: text, index: count }),
  ...transferPanelUpdates,
  /** Something could not be done; `of` is what was asked for. */
  v.object({ kind: v.literal('problem'), of: text, message: v.string() }),
]);
/** What the extension tells the page. */
export type PanelUpdate = v.InferOutput<typeof panelUpdate>;

/** Whether a message from the page is one. */
export function isPanelRequest(message: unknown): message is PanelRequest {
  return v.is(panelRequest, message);
}

/** Whether a message to the page is one. */
export function isPanelUpdate(message: unknown): message is PanelUpdate {
  return v.is(panelUpdate, message);
}
