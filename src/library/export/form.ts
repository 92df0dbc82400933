/** The forms that a model is exported in. */
export const modelForms = ['transformers', 'head', 'onnx'] as const;

/**
 * `transformers`: the folder as it is, in the layout of Hugging Face, with our heads; `head`: one head as a token classifier
 * for `AutoModelForTokenClassification`; `onnx`: the graph with its weights, labels and tokenizer.
 */
export type ModelForm = (typeof modelForms)[number];
