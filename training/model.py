"""The classifier: a small transformer over the fenced sentence, with heads for root and status."""

from __future__ import annotations

import torch
from torch import nn
from transformers import AutoConfig, BertModel

from detente.core.codebook import NO_EVENT, ROOTS, STATUSES

LABELS = [*ROOTS, NO_EVENT]


class PairClassifier(nn.Module):
    """Actor mark, recipient mark, sentence mark and mean of all places → root and status logits.

    The mean is of what the last layer reads, so that when coding the last layer has to be
    computed at three places only.
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        config = AutoConfig.from_pretrained(folder)
        config.attention_probs_dropout_prob = config.hidden_dropout_prob = 0.1
        self.encoder = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False)
        width = 4 * config.hidden_size
        self.body = nn.Sequential(
            nn.Dropout(0.1), nn.Linear(width, config.hidden_size), nn.GELU(), nn.Dropout(0.1)
        )
        self.root = nn.Linear(config.hidden_size, len(LABELS))
        self.status = nn.Linear(config.hidden_size, len(STATUSES))

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        actor_at: torch.Tensor,
        recipient_at: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        layers = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True
        ).hidden_states
        last, read = layers[-1], layers[-2]
        mask = attention_mask.unsqueeze(-1).to(read.dtype)
        mean = (read * mask).sum(1) / mask.sum(1)
        rows = torch.arange(last.shape[0], device=last.device)
        pooled = torch.cat(
            [last[rows, actor_at], last[rows, recipient_at], last[:, 0], mean], dim=-1
        )
        body = self.body(pooled)
        return self.root(body), self.status(body)
