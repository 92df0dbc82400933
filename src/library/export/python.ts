/** The file of {@link pythonModel}. */
export const pythonFile = 'modeling_gerbera.py';

/** Families whose encoder has a pooler unless it is told not to. */
const pooling = ['Bert', 'Roberta', 'XLMRoberta', 'Camembert'];

/**
 * A token classifier of two layers for transformers: none of its own classes has such a head.
 * @param classPrefix of the encoder's classes: `Bert` for `BertModel`.
 * @param attribute what the encoder's tensors begin with: `bert`.
 */
export function pythonModel(classPrefix: string, attribute: string): string {
  const encoder = `${classPrefix}Model(config${pooling.includes(classPrefix) ? ', add_pooling_layer=False' : ''})`;
  return `"""A token classifier whose head has two layers with a ReLU between them, as GERBERA trains it.

    AutoModelForTokenClassification.from_pretrained(FOLDER, trust_remote_code=True)
"""

import torch
from torch import nn
from transformers import ${classPrefix}Model, ${classPrefix}PreTrainedModel
from transformers.modeling_outputs import TokenClassifierOutput


class Head(nn.Module):
    def __init__(self, hidden_size, num_labels):
        super().__init__()
        self.dense = nn.Linear(hidden_size, hidden_size)
        self.out_proj = nn.Linear(hidden_size, num_labels)

    def forward(self, hidden):
        return self.out_proj(torch.relu(self.dense(hidden)))


class GerberaForTokenClassification(${classPrefix}PreTrainedModel):
    def __init__(self, config):
        super().__init__(config)
        self.num_labels = config.num_labels
        self.${attribute} = ${encoder}
        (self.head_name,) = config.gerbera["heads"]
        self.heads = nn.ModuleDict({self.head_name: Head(config.hidden_size, config.num_labels)})
        self.post_init()

    def forward(self, input_ids=None, attention_mask=None, labels=None, **inputs):
        encoded = self.${attribute}(input_ids, attention_mask=attention_mask, **inputs)
        logits = self.heads[self.head_name](encoded[0])
        loss = None
        if labels is not None:
            loss = nn.functional.cross_entropy(logits.view(-1, self.num_labels), labels.view(-1))
        return TokenClassifierOutput(
            loss=loss,
            logits=logits,
            hidden_states=getattr(encoded, "hidden_states", None),
            attentions=getattr(encoded, "attentions", None),
        )
`;
}
