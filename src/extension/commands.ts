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
  evaluate(): Promise<void>;
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
  'gerbera.evaluate': (actions) => actions.evaluate(),
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
