import { clientCommands } from '../protocol.ts';

/** What a person can ask of the extension. */
export interface Actions {
  toggleHighlighting(): Promise<void>;
  selectModel(): Promise<void>;
  importModel(): Promise<void>;
  restartModel(): Promise<void>;
  showModel(): Promise<void>;
  showOutput(): void;
  showMenu(): Promise<void>;
  /** @param place what the Entities view gave to its item; see `Place`. */
  revealEntity(place: unknown): Promise<void>;
  exportEntities(): Promise<void>;
  /** @param model of this and the next three: the folder or the name of one; another argument is none. */
  useModel(model: unknown): Promise<void>;
  deleteModel(model: unknown): Promise<void>;
  revealModel(model: unknown): Promise<void>;
  exportModel(model: unknown): Promise<void>;
  downloadModel(): Promise<void>;
  fineTune(): Promise<void>;
  suggestCorpora(): Promise<void>;
  /** @param run of this and the next two: the id of one; another argument is none. */
  stopTraining(run: unknown): Promise<void>;
  resumeTraining(run: unknown): Promise<void>;
  openTrainingPanel(run: unknown): Promise<void>;
  evaluate(): Promise<void>;
  compareModels(): Promise<void>;
  showReport(): Promise<void>;
  nextError(): Promise<void>;
  previousError(): Promise<void>;
  importTerminology(): Promise<void>;
  downloadTerminology(): Promise<void>;
  removeTerminology(): Promise<void>;
  showTerminologies(): Promise<void>;
  searchConcepts(): Promise<void>;
  /** @param argument of this and the next two: what a code action or the Entities view gives; see `targetOf`. */
  chooseConcept(argument: unknown): Promise<void>;
  copyIdentifier(argument: unknown): Promise<void>;
  openConcept(argument: unknown): Promise<void>;
  showByConcept(): Promise<void>;
  showByMention(): Promise<void>;
}

/** Every command of the manifest; a test keeps the two in step. */
export const commands: Readonly<Record<string, (actions: Actions, argument: unknown) => void | Promise<void>>> = {
  'gerbera.toggleHighlighting': (actions) => actions.toggleHighlighting(),
  'gerbera.selectModel': (actions) => actions.selectModel(),
  'gerbera.importModel': (actions) => actions.importModel(),
  'gerbera.restartModel': (actions) => actions.restartModel(),
  'gerbera.showModel': (actions) => actions.showModel(),
  'gerbera.showOutput': (actions) => actions.showOutput(),
  'gerbera.showMenu': (actions) => actions.showMenu(),
  'gerbera.revealEntity': (actions, place) => actions.revealEntity(place),
  'gerbera.exportEntities': (actions) => actions.exportEntities(),
  'gerbera.useModel': (actions, model) => actions.useModel(model),
  'gerbera.deleteModel': (actions, model) => actions.deleteModel(model),
  'gerbera.revealModel': (actions, model) => actions.revealModel(model),
  'gerbera.exportModel': (actions, model) => actions.exportModel(model),
  'gerbera.downloadModel': (actions) => actions.downloadModel(),
  'gerbera.fineTune': (actions) => actions.fineTune(),
  'gerbera.suggestCorpora': (actions) => actions.suggestCorpora(),
  'gerbera.stopTraining': (actions, run) => actions.stopTraining(run),
  'gerbera.resumeTraining': (actions, run) => actions.resumeTraining(run),
  'gerbera.openTrainingPanel': (actions, run) => actions.openTrainingPanel(run),
  'gerbera.evaluate': (actions) => actions.evaluate(),
  'gerbera.compareModels': (actions) => actions.compareModels(),
  'gerbera.showReport': (actions) => actions.showReport(),
  'gerbera.nextError': (actions) => actions.nextError(),
  'gerbera.previousError': (actions) => actions.previousError(),
  'gerbera.importTerminology': (actions) => actions.importTerminology(),
  'gerbera.downloadTerminology': (actions) => actions.downloadTerminology(),
  'gerbera.removeTerminology': (actions) => actions.removeTerminology(),
  'gerbera.showTerminologies': (actions) => actions.showTerminologies(),
  'gerbera.searchConcepts': (actions) => actions.searchConcepts(),
  [clientCommands.chooseConcept]: (actions, place) => actions.chooseConcept(place),
  [clientCommands.copyIdentifier]: (actions, identifier) => actions.copyIdentifier(identifier),
  [clientCommands.openConcept]: (actions, address) => actions.openConcept(address),
  'gerbera.showByConcept': (actions) => actions.showByConcept(),
  'gerbera.showByMention': (actions) => actions.showByMention(),
};
