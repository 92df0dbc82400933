import { type EvaluationReport, errorKinds, modes } from './report.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Whether a value is a report of this version's form: one that was read from a file, or came as a message. All that is
 * counted, listed or shown is looked at; members that are not known are let pass.
 */
export function isReport(value: unknown): value is EvaluationReport {
  return (
    isFields(value) &&
    isScores(value) &&
    isMode(value.mode) &&
    isRecord(value.modes, isScores) &&
    isIntervals(value.intervals) &&
    isConfusion(value.confusion) &&
    isBreakdown(value.breakdown) &&
    isErrors(value.errors) &&
    isOptional(value.calibration, isCalibration) &&
    isOptional(value.comparison, isComparison) &&
    isSystem(value.system) &&
    isCorpus(value.corpus) &&
    isText(value.version) &&
    isText(value.date) &&
    isOptional(value.seconds, isNumber)
  );
}

function isMode(value: unknown): boolean {
  return modes.some((mode) => mode === value);
}

function isScores(value: unknown): boolean {
  return (
    isFields(value) &&
    isRecord(value.types, isCounted) &&
    isCounted(value.micro) &&
    isMean(value.macro) &&
    isMean(value.weighted)
  );
}

function isMean(value: unknown): boolean {
  return isFields(value) && [value.precision, value.recall, value.f1, value.support].every(isNumber);
}

function isCounted(value: unknown): boolean {
  return isFields(value) && isMean(value) && [value.tp, value.fp, value.fn].every(isNumber);
}

function isIntervals(value: unknown): boolean {
  const isMeans = (each: unknown) =>
    isFields(each) && [each.precision, each.recall, each.f1].every((interval) => isPair(interval));
  return (
    isFields(value) &&
    [value.seed, value.samples, value.level].every(isNumber) &&
    isRecord(value.types, isMeans) &&
    isMeans(value.micro) &&
    isMeans(value.macro)
  );
}

function isConfusion(value: unknown): boolean {
  return (
    isFields(value) && isList(value.labels, isText) && isList(value.counts, (row: unknown) => isList(row, isNumber))
  );
}

function isBreakdown(value: unknown): boolean {
  const isSlice = (each: unknown) =>
    isFields(each) && isText(each.name) && [each.support, each.found, each.recall].every(isNumber);
  const isParts = (each: unknown) =>
    isList(each, (part: unknown) => isFields(part) && isText(part.name) && isCounted(part));
  return (
    isFields(value) &&
    isOptional(value.novelty, (each) => isList(each, isSlice)) &&
    isParts(value.length) &&
    isOptional(value.section, isParts)
  );
}

function isErrors(value: unknown): boolean {
  return (
    isFields(value) &&
    isRecord(value.counts, isNumber) &&
    errorKinds.every((kind) => isFields(value.counts) && kind in value.counts) &&
    isList(value.frequent, isFrequent) &&
    isList(value.places, isError) &&
    typeof value.cut === 'boolean'
  );
}

function isFrequent(value: unknown): boolean {
  const isMention = (each: unknown) => isFields(each) && isText(each.type) && isText(each.text);
  return (
    isFields(value) &&
    isErrorKind(value.kind) &&
    isOptional(value.gold, isMention) &&
    isOptional(value.found, isMention) &&
    isNumber(value.count) &&
    isList(value.places, isNumber)
  );
}

function isError(value: unknown): boolean {
  return (
    isFields(value) &&
    isErrorKind(value.kind) &&
    isText(value.document) &&
    isOptional(value.gold, isPlaced) &&
    isOptional(value.found, isPlaced) &&
    (value.gold !== undefined || value.found !== undefined) &&
    isFields(value.context) &&
    isText(value.context.text) &&
    isOptional(value.context.gold, isPair) &&
    isOptional(value.context.found, isPair)
  );
}

function isPlaced(value: unknown): boolean {
  return (
    isFields(value) &&
    isText(value.type) &&
    isText(value.text) &&
    isOptional(value.score, isNumber) &&
    isFields(value.place) &&
    isText(value.place.file) &&
    [value.place.line, value.place.endLine].every(isNumber) &&
    [value.place.column, value.place.endColumn].every((column) => isOptional(column, isNumber))
  );
}

function isErrorKind(value: unknown): boolean {
  return errorKinds.some((kind) => kind === value);
}

function isCalibration(value: unknown): boolean {
  const isBin = (each: unknown) =>
    isFields(each) && [each.from, each.to, each.count, each.correct, each.meanScore].every(isNumber);
  return isFields(value) && isList(value.bins, isBin) && isNumber(value.error);
}

function isComparison(value: unknown): boolean {
  const isDifference = (each: unknown) =>
    isFields(each) && isNumber(each.f1) && isPair(each.interval) && isNumber(each.p);
  return (
    isFields(value) &&
    isSystem(value.other) &&
    isScores(value.scores) &&
    isFields(value.difference) &&
    isDifference(value.difference.micro) &&
    isDifference(value.difference.macro) &&
    isRecord(value.difference.types, isDifference) &&
    [value.seed, value.samples, value.rounds].every(isNumber)
  );
}

function isSystem(value: unknown): boolean {
  return isFields(value) && (value.kind === 'model' || value.kind === 'file') && isText(value.name);
}

function isCorpus(value: unknown): boolean {
  return (
    isFields(value) &&
    [value.name, value.place, value.form].every(isText) &&
    isOptional(value.split, isText) &&
    isList(value.files, (file: unknown) => isFields(file) && isText(file.file) && isText(file.sha256)) &&
    [value.documents, value.sentences, value.words].every(isNumber) &&
    isRecord(value.mentions, isNumber) &&
    isRecord(value.mapping, isText) &&
    isFields(value.problems) &&
    isRecord(value.problems.counts, isNumber) &&
    isList(value.problems.examples, isProblem)
  );
}

function isProblem(value: unknown): boolean {
  return isFields(value) && [value.kind, value.file, value.message].every(isText) && isNumber(value.line);
}

function isPair(value: unknown): boolean {
  return isList(value, isNumber) && (value as readonly unknown[]).length === 2;
}

function isRecord(value: unknown, fits: (member: unknown) => boolean): boolean {
  return isFields(value) && Object.values(value).every(fits);
}

function isList(value: unknown, fits: (member: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(fits);
}

function isOptional(value: unknown, fits: (member: unknown) => boolean): boolean {
  return value === undefined || fits(value);
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
