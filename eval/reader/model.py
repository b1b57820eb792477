"""The network: a small BERT over question and text, with heads for relevance, no-answer and the answer's span."""

from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

from indexer import model_folder
from service.reader.pairs import make_tokenizer


class ReaderModel(nn.Module):
    """Gives (relevance, no-answer) as logits a text, and (start, end) as logits a token."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        # The weights begin as a sentence encoder's: the mean of the tokens is what it was trained to give.
        self.pool = nn.Linear(2 * config.hidden_size, config.hidden_size)
        self.text = nn.Linear(config.hidden_size, 2)
        self.token = nn.Linear(config.hidden_size, 2)

    @classmethod
    def from_sentence_encoder(cls, folder: Path | None = None) -> "ReaderModel":
        """The network with the weights of the embedding model in `folder` (default: the project's) and new heads."""
        source = str(folder or model_folder())
        config = BertConfig.from_pretrained(source, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
        model = cls(config)
        model.bert = BertModel.from_pretrained(source, config=config, add_pooling_layer=False)
        # Words that the material lacks must stay where they are.
        model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
        return model

    def forward(
        self, ids: torch.Tensor, attention: torch.Tensor, segments: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of shape (texts, 2) and (texts, tokens, 2)."""
        hidden = self.bert(input_ids=ids, attention_mask=attention, token_type_ids=segments).last_hidden_state
        mask = attention.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        pooled = torch.tanh(self.pool(torch.cat((hidden[:, 0], mean), -1)))
        return self.text(pooled), self.token(hidden)


def load_tokenizer(folder: Path | None = None) -> Tokenizer:
    """The embedding model's tokenizer, without padding or cutting."""
    return make_tokenizer(((folder or model_folder()) / "tokenizer.json").read_text(encoding="utf-8"))
