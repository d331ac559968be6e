"""The network of the reader, in PyTorch: token vectors of a premise and a hypothesis in, three logits out.

Every word is held against the words of the other side that are nearest to it (decomposable attention, Parikh et al.
2016), in the vectors that the embedding model makes of each sentence alone; two small transformer layers then see
both sides together. So a sentence is embedded once, whatever it is held against, and the check has its vectors already.
"""

from typing import Any

import torch
from torch import Tensor, nn

INPUT, WIDTH, LAYERS, HEADS = 384, 128, 2, 4
SHARPNESS = 20.0
"""How much the nearest word counts before others in the soft alignment by cosine."""
DROPOUT = 0.1


class ReaderNetwork(nn.Module):
    """Logits of entailment, neutral, contradiction; masks are 1 for a word, 0 for padding."""

    def __init__(self) -> None:
        super().__init__()
        self.project = nn.Linear(3 * INPUT + 1, WIDTH)
        self.side = nn.Parameter(torch.zeros(2, WIDTH))
        self.positions = nn.Linear(2 * WIDTH, WIDTH, bias=False)
        self.layers = nn.ModuleList(_Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.classify = nn.Sequential(
            nn.Linear(3 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(DROPOUT), nn.Linear(WIDTH, 3)
        )

    def forward(
        self, premise: Tensor, premise_mask: Tensor, hypothesis: Tensor, hypothesis_mask: Tensor
    ) -> Tensor:
        """A row of logits for each pair of the batch."""
        cosines = hypothesis @ premise.transpose(1, 2)
        ours = self._compared(hypothesis, premise, cosines, premise_mask) + self.side[0]
        theirs = self._compared(premise, hypothesis, cosines.transpose(1, 2), hypothesis_mask) + self.side[1]
        states, mask = torch.cat([ours, theirs], 1), torch.cat([hypothesis_mask, premise_mask], 1)
        for layer in self.layers:
            states = layer(states, mask)
        states = self.norm(states)
        split = hypothesis.shape[1]
        first, second = states[:, :split], states[:, split:]
        highest = (first + (hypothesis_mask.unsqueeze(2) - 1) * 1e4).amax(1)
        pooled = [_mean(first, hypothesis_mask), highest, _mean(second, premise_mask)]
        result: Tensor = self.classify(torch.cat(pooled, 1))
        return result

    def _compared(self, own: Tensor, other: Tensor, cosines: Tensor, mask: Tensor) -> Tensor:
        """Each word beside what it stands for on the other side, with the places of both."""
        masked = cosines + (mask.unsqueeze(1) - 1) * 10
        aligned = torch.softmax(SHARPNESS * masked, 2)
        meant = aligned @ other
        place = torch.arange(own.shape[1], dtype=torch.float32).expand(own.shape[0], -1)
        there = aligned @ torch.arange(other.shape[1], dtype=torch.float32)
        words = torch.cat([own, own - meant, INPUT**0.5 * own * meant, masked.amax(2, keepdim=True)], 2)
        result: Tensor = self.project(words) + self.positions(torch.cat([_waves(place), _waves(there)], 2))
        return result


class _Layer(nn.Module):
    """A transformer layer with the norms first."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.after = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.mixed, self.joined = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.feed = nn.Sequential(nn.Linear(WIDTH, 2 * WIDTH), nn.GELU(), nn.Linear(2 * WIDTH, WIDTH))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        batch, length = states.shape[0], states.shape[1]
        parts = (
            self.mixed(self.before(states))
            .reshape(batch, length, 3, HEADS, WIDTH // HEADS)
            .permute(2, 0, 3, 1, 4)
        )
        scores = parts[0] @ parts[1].transpose(2, 3) / (WIDTH // HEADS) ** 0.5
        scores = scores + (mask.reshape(batch, 1, 1, length) - 1) * 1e4
        mixed = (torch.softmax(scores, 3) @ parts[2]).transpose(1, 2).reshape(batch, length, WIDTH)
        states = states + self.drop(self.joined(mixed))
        result: Tensor = states + self.drop(self.feed(self.after(states)))
        return result


def _waves(places: Tensor) -> Tensor:
    """Sines and cosines of a place, which may lie between two words."""
    rates = torch.exp(torch.arange(WIDTH // 2, dtype=torch.float32) * (-6.0 / (WIDTH // 2)))
    turned = places.unsqueeze(2) * rates
    return torch.cat([torch.sin(turned), torch.cos(turned)], 2)


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    return (states * mask.unsqueeze(2)).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)


def export(network: nn.Module, path: str) -> None:
    """Write the network as ONNX, for batches and lengths of any size."""
    network.eval()
    sample: Any = (torch.rand(2, 7, INPUT), torch.ones(2, 7), torch.rand(2, 5, INPUT), torch.ones(2, 5))
    names = ["premise", "premise_mask", "hypothesis", "hypothesis_mask"]
    axes = {name: {0: "batch", 1: "premise" if "premise" in name else "hypothesis"} for name in names}
    torch.onnx.export(
        network, sample, path, input_names=names, output_names=["logits"],
        dynamic_axes={**axes, "logits": {0: "batch"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
