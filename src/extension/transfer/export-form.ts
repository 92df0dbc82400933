import path from 'node:path';

/** What a report can be exported as, by the endings of files; CSV where an ending tells nothing. */
export const exportForms = ['csv', 'json', 'svg'] as const;
export type ExportForm = (typeof exportForms)[number];

/** The form that a file's name asks for. */
export function formOf(file: string): ExportForm {
  const ending = path.extname(file).slice(1).toLowerCase();
  return exportForms.find((form) => form === ending) ?? 'csv';
}
