"""The classifier: a small transformer over the fenced sentence, with heads for root and status."""

from __future__ import annotations

import torch
from torch import nn
from transformers import AutoConfig, BertModel

from detente.core.codebook import NO_EVENT, ROOTS, STATUSES

LABELS = [*ROOTS, NO_EVENT]


class PairClassifier(nn.Module):
    """Actor mark, recipient mark and sentence mean → root and status logits."""

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
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask)[0]
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        rows = torch.arange(hidden.shape[0], device=hidden.device)
        pooled = torch.cat(
            [hidden[rows, actor_at], hidden[rows, recipient_at], mean, hidden[:, 0]], dim=-1
        )
        body = self.body(pooled)
        return self.root(body), self.status(body)
