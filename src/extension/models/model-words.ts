import { percent } from '../../evaluate/report/format.ts';
import type { HubModel, ModelDetails, ModelForm } from '../../protocol/models.ts';
import type { ListedModel } from '../../protocol.ts';
import { byteWords } from '../bytes.ts';
import { t } from '../texts.ts';

/** A model in a list: what it is, where it lies, and how good it is where that is known. */
export function modelLine(
  model: ListedModel & Partial<Pick<ModelDetails, 'bytes' | 'scores' | 'scoredOn'>>,
  inUse: string | undefined,
): { label: string; description: string; detail: string } {
  const { name, folder, embedded, description, broken, bytes, scores = [], scoredOn } = model;
  const icon = broken ? '$(error)' : folder === inUse ? '$(check)' : '$(circle-outline)';
  const mean = scores.reduce((sum, { micro }) => sum + micro.f1 / scores.length, 0);
  const scored = scores.length === 0 ? [] : [t('F1 {0} on {1}', percent(mean), scoredOn ?? 'devel')];
  return {
    label: `${icon} ${name}`,
    description: embedded ? t('comes with the extension') : folder,
    detail: [description, ...scored, ...(bytes === undefined ? [] : [byteWords(bytes)])].join(' · '),
  };
}

/** What is told before a model is deleted. */
export function deletionQuestion(
  { name, folder, bytes }: Pick<ModelDetails, 'name' | 'folder' | 'bytes'>,
  inUse: boolean,
): { readonly message: string; readonly detail: string } {
  return {
    message: t('Delete the model {0}?', name),
    detail: [
      t('{0} with all that is in it ({1}) is removed for good.', folder, byteWords(bytes)),
      ...(inUse
        ? [t('It is the model that reads your documents now; the one that comes with the extension takes its place.')]
        : []),
    ].join('\n\n'),
  };
}

/** What is told before the Hub is asked for the first time. */
export function lookUpQuestion(name: string): { readonly message: string; readonly detail: string } {
  return {
    message: t('Ask huggingface.co about {0}?', name),
    detail: t(
      'The name of the model is sent to huggingface.co, to learn its files, size and licence. Nothing of your documents is sent, and nothing is downloaded before you are asked once more.',
    ),
  };
}

/** What is told before a model is downloaded. */
export function downloadQuestion(model: HubModel): { readonly message: string; readonly detail: string } {
  const { repository, commit, licence, files, bytes } = model;
  const facts: readonly (readonly [string, string])[] = [
    [t('Size'), byteWords(bytes)],
    [t('Licence'), licence ?? t('not stated')],
    [t('Commit'), commit],
    [t('Files'), files.map((file) => `${file.name} (${byteWords(file.bytes)})`).join(', ')],
  ];
  return {
    message: t('Download {0} from huggingface.co?', repository),
    detail: [
      ...facts.map(([what, value]) => `${what}: ${value}`),
      '',
      t('It is checked, tried and then put into your library. Nothing of your documents is sent.'),
    ].join('\n'),
  };
}

/** A form that a model is exported in, in a list. */
export interface FormLine {
  readonly form: ModelForm;
  readonly label: string;
  readonly detail: string;
}

export function formLines({ heads }: Pick<ModelDetails, 'heads'>): readonly FormLine[] {
  const exact = heads.every(({ plain }) => plain);
  return [
    {
      form: 'transformers',
      label: t('Hugging Face folder'),
      detail: t('All of it, with our heads: configuration, tokenizer, weights, model card'),
    },
    {
      form: 'head',
      label: t('One head for AutoModelForTokenClassification'),
      detail: exact
        ? t('A plain token classifier of transformers, exactly the same')
        : t('Exactly the same, with a Python file of its own that transformers loads with trust_remote_code'),
    },
    { form: 'onnx', label: 'ONNX', detail: t('The graph with its weights, labels and tokenizer') },
  ];
}
