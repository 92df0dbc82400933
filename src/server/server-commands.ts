/** Commands of the server that its own code actions name, with their arguments; no client need know them. */
export const serverCommands = {
  /** `[ConceptChoosing]` */
  chooseConcept: 'gerbera.server.chooseConcept',
} as const;
