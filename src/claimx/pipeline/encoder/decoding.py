"""From the network's outputs to labels, spans, trees and links.

Spans are likely by the marginals of a linear-chain conditional random field (CRF, Lafferty et al. 2001).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from claimx.pipeline.encoder.network import Floats, Gap, Ints
from claimx.pipeline.encoder.pointers import Pointers, PointerSession
from claimx.pipeline.records import Roles, RoleSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimx.pipeline.encoder.network import Outputs, Window, Words
    from claimx.pipeline.encoder.pointers import Halves

# A parse costs the square of the sentence's length; no real sentence is longer.
MAX_SENTENCE_WORDS = 200
# How probable a span must be, chosen on the development parts of the corpora (see models/README.md).
LIKELY_ENTITY = 0.5
LIKELY_ROLE = 0.47
PRESENT_ROLE = 0.7
# Whether a place is a country, a landscape or a building matters less than that it is one.
PLACES = frozenset({"GPE", "LOC", "FAC"})
NEVER = np.float32(-1e9)
FORBIDDEN = np.float32(-1e4)
OUTSIDE = 0  # the position of "O" in every tag set
# Where a word is this surely outside every span, the sequence may be cut after it: what follows then
# depends on nothing before. Short pieces of equal length are what makes decoding in bulk fast.
SURELY_OUTSIDE = 0.99
SEGMENT_WORDS = 64
POSSIBLE = 0.05  # spans less probable are not looked at
LEAST = np.float32(1e-30)  # keeps divisions from zero


@dataclass(frozen=True, slots=True)
class Labels:
    """The label sets, in the order the network numbers them."""

    upos: list[str]
    xpos: list[str]
    dependencies: list[str]
    entity_tags: list[str]
    role_tags: list[str]
    quantity_tags: list[str]
    links: list[str]
    pointers: list[str]


@dataclass(slots=True)
class Encoding:
    """The labels of a text's words, white space left out.

    `tokens[i]` is the position in the `Doc` of word `i`. `heads[i]` is the position of its head among
    the words (its own for a root). `upos`, `xpos` and `dependencies` are positions in the label sets of
    the encoder. `entities` are token ranges (end exclusive) with a label; `unlabelled` are ranges that are
    likely names without a likely label. `pointers`: what the numbers of the text point at.
    """

    tokens: Ints
    sentence_starts: Ints
    upos: Ints
    xpos: Ints
    heads: Ints
    dependencies: Ints
    entities: list[tuple[int, int, str]] = field(default_factory=list)
    unlabelled: list[tuple[int, int]] = field(default_factory=list)
    roles: Roles | None = None
    pointers: Pointers | None = None

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        """Be None in a `Doc` that is pickled or copied, as in one that is saved: a network is no value."""
        return type(None), ()


@dataclass(slots=True)
class NetworkOutput:
    """One text's words, the windows it was read in, and what the network returned for each."""

    words: Words
    windows: list[Window]
    outputs: list[Outputs]

    def kept(self, name: str) -> Floats:
        """One output of the whole text, each word's from the window it is nearest the middle of."""
        parts = [
            o[name][w.keep_start - w.start : w.keep_end - w.start]
            for w, o in zip(self.windows, self.outputs, strict=True)
        ]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def kept_states(self) -> Halves:
        """The states of the whole text's pieces, (pieces, hidden), from the same windows."""
        offsets, parts = self.words.offsets, []
        for window, output in zip(self.windows, self.outputs, strict=True):
            before = offsets[window.start] - 1  # the states begin with that of `[CLS]`
            low, high = offsets[window.keep_start] - before, offsets[window.keep_end] - before
            parts.append(output["states"][low:high].astype(np.float16))
        return parts[0] if len(parts) == 1 else np.concatenate(parts)


class Decoder:
    """Decodes what the network returns, with the small weights that are used outside it.

    `pointers`: reads the words around a quantity again.
    """

    def __init__(self, weights: dict[str, Floats], labels: Labels, pointers: PointerSession) -> None:
        self.labels = labels
        self._pointers = pointers
        self._weights = weights
        self._entity_moves = forbid_illegal(weights["entity_transitions"], labels.entity_tags)
        self._role_moves = forbid_illegal(weights["role_transitions"], labels.role_tags)
        widths = [1, *map(len, (labels.upos, labels.xpos, labels.entity_tags, labels.role_tags))]
        self._edges = np.cumsum(widths)
        self._entity_labels = [tag[2:] for tag in labels.entity_tags[1::2]]
        places = [i for i, label in enumerate(self._entity_labels) if label in PLACES]
        self._entity_kinds = [
            min(places) if label in PLACES else i for i, label in enumerate(self._entity_labels)
        ]
        self._roles = [tag[2:] for tag in labels.role_tags[1::2]]
        self._root_label = labels.dependencies.index("root")

    @classmethod
    def load(cls, content: bytes, labels: Labels, pointers: PointerSession) -> Decoder:
        """Read the weights from the content of an `.npz` file."""
        with np.load(BytesIO(content)) as file:
            return cls({name: file[name] for name in file.files}, labels, pointers)

    def decode(self, outputs_of_texts: Sequence[NetworkOutput]) -> list[Encoding]:
        """Decode several texts at once; none may be empty."""
        lengths = [len(r.words) for r in outputs_of_texts]
        tags = np.concatenate([r.kept("tags") for r in outputs_of_texts])
        starts, upos, xpos, entities, roles, quantities = np.split(tags, self._edges, axis=1)
        entity_marginals = SpanMarginals(entities, self._entity_moves, softmax(entities), lengths)
        role_marginals = SpanMarginals(roles, self._role_moves, softmax(roles), lengths)
        in_quantity = 1 - softmax(quantities)[:, 0]
        starts = 1 / (1 + np.exp(-starts[:, 0]))
        best_upos, best_xpos = upos.argmax(axis=1), xpos.argmax(axis=1)
        encodings = []
        stop = 0
        for output, length in zip(outputs_of_texts, lengths, strict=True):
            begin, stop = stop, stop + length
            tokens = output.words.tokens
            sentence_starts, heads, dependencies = self.parse(output, starts[begin:stop])
            named, unlabelled = self._read_names(entity_marginals, begin, stop, tokens)
            encodings.append(
                Encoding(
                    tokens=tokens,
                    sentence_starts=sentence_starts,
                    upos=best_upos[begin:stop],
                    xpos=best_xpos[begin:stop],
                    heads=heads,
                    dependencies=dependencies,
                    entities=named,
                    unlabelled=unlabelled,
                    roles=self.read_roles(
                        output, role_marginals.likely_spans(begin, stop, LIKELY_ROLE, PRESENT_ROLE)
                    ),
                    pointers=Pointers(
                        states=output.kept_states(),
                        offsets=output.words.offsets,
                        quantity=in_quantity[begin:stop],
                        session=self._pointers,
                    ),
                )
            )
        return encodings

    def parse(self, output: NetworkOutput, starts: Floats) -> tuple[Ints, Ints, Ints]:
        """A text's sentence starts, and each word's head and dependency label."""
        forced = np.flatnonzero(output.words.gaps >= Gap.LINE)
        bounds = sentence_bounds(starts, forced, MAX_SENTENCE_WORDS)
        dependents, candidates = output.kept("arc_dependent"), output.kept("arc_head")
        root_scores = dependents @ self._weights["arc_root"]
        heads = np.arange(len(starts))
        for start, end in bounds:
            if end - start > 1:
                arcs = dependents[start:end] @ candidates[start:end].T
                tree = np.array(best_tree(arcs, root_scores[start:end]))
                heads[start:end] = np.where(tree < 0, np.arange(end - start), tree) + start
        roots = heads == np.arange(len(heads))
        of_heads = output.kept("label_head")[heads]
        of_heads[roots] = self._weights["label_root"]
        of_heads += output.kept("label_dependent")
        scores = gelu(of_heads) @ self._weights["label_output_weight"].T + self._weights["label_output_bias"]
        scores[:, self._root_label] = -np.inf
        dependencies = np.where(roots, self._root_label, scores.argmax(axis=1))
        sentence_starts = np.array([start for start, _ in bounds], dtype=np.int64)
        return sentence_starts, heads, dependencies

    def _read_names(
        self, marginals: SpanMarginals, begin: int, stop: int, tokens: Ints
    ) -> tuple[list[tuple[int, int, str]], list[tuple[int, int]]]:
        """A text's names with their labels, and those whose label is open, as token ranges."""
        likely = marginals.likely_spans(begin, stop, LIKELY_ENTITY, alike=self._entity_kinds)
        taken = {word for start, end, _, _ in likely for word in range(start, end)}
        of_any_kind = marginals.likely_spans(begin, stop, LIKELY_ENTITY, alike=[0] * len(self._entity_labels))
        named = [(int(tokens[s]), int(tokens[e - 1]) + 1, self._entity_labels[k]) for s, e, k, _ in likely]
        unlabelled = [
            (int(tokens[s]), int(tokens[e - 1]) + 1)
            for s, e, _, _ in of_any_kind
            if taken.isdisjoint(range(s, e))
        ]
        return named, unlabelled

    def read_roles(self, output: NetworkOutput, found: Sequence[tuple[int, int, int, float]]) -> Roles:
        """A text's role spans, as token ranges, and the links between them.

        `found`: (start, end, role, probability) of each span, in words.
        """
        spans: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
        marked: dict[str, list[RoleSpan]] = {"source": [], "cue": [], "content": []}
        tokens = output.words.tokens
        for start, end, label, probability in found:
            role = self._roles[label]
            spans[role].append((start, end))
            marked[role].append(RoleSpan(int(tokens[start]), int(tokens[end - 1]) + 1, probability))
        linker = Linker(output, self._weights["link_none"], self.labels.links)
        return Roles(
            sources=marked["source"],
            cues=marked["cue"],
            contents=marked["content"],
            content_cue=linker.link("content_cue", spans["content"], spans["cue"]),
            content_source=linker.link("content_source", spans["content"], spans["source"]),
            cue_source=linker.link("cue_source", spans["cue"], spans["source"]),
        )


class Linker:
    """Says which span a span belongs to, by the dot product of the two in the window that holds both."""

    def __init__(self, output: NetworkOutput, none: Floats, relations: Sequence[str]) -> None:
        self._reading = output
        self._none = none
        self._relations = relations
        self._keep_ends = [w.keep_end for w in output.windows]

    def link(
        self, relation: str, spans: Sequence[tuple[int, int]], candidates: Sequence[tuple[int, int]]
    ) -> list[int | None]:
        """For each span the position of its candidate, or None."""
        width = len(self._none)
        column = self._relations.index(relation) * width
        firsts = np.array([s for s, _ in candidates], dtype=np.int64)
        lasts = np.array([e - 1 for _, e in candidates], dtype=np.int64)
        links: list[int | None] = []
        for start, end in spans:
            k = int(np.searchsorted(self._keep_ends, start, side="right"))
            window, outputs = self._reading.windows[k], self._reading.outputs[k]
            low = int(np.searchsorted(firsts, window.start))
            high = int(np.searchsorted(lasts, window.end))
            if low >= high:
                links.append(None)
                continue
            queries = outputs["link_queries"][:, column : column + width]
            query = queries[start - window.start] + queries[min(end, window.end) - 1 - window.start]
            keys = outputs["link_keys"]
            scores = (keys[firsts[low:high] - window.start] + keys[lasts[low:high] - window.start]) @ query
            best = int(scores.argmax())
            links.append(low + best if scores[best] > self._none @ query else None)
        return links


def gelu(x: Floats) -> Floats:
    """GELU by its tanh form (Hendrycks and Gimpel 2016), within 1e-3 of the exact one."""
    inner = x * x
    inner *= 0.044715
    inner += 1.0
    inner *= x
    inner *= 0.7978845608
    np.tanh(inner, out=inner)
    inner += 1.0
    inner *= x
    inner *= 0.5
    return inner


def _find_cycle(heads: list[int]) -> list[int]:
    """The words of one cycle, or none; a head of -1 is the root."""
    state = [0] * len(heads)
    for first in range(len(heads)):
        path = []
        word = first
        while word >= 0 and not state[word]:
            state[word] = 1
            path.append(word)
            word = heads[word]
        if word >= 0 and state[word] == 1:
            return path[path.index(word) :]
        for seen in path:
            state[seen] = 2
    return []


def _maximum_tree(scores: Floats, root: int) -> list[int]:
    """The heads of the best tree over `scores` (dependent, head) rooted at word `root`.

    Chu and Liu 1965, Edmonds 1967, contracting one cycle at a time.
    """
    scores = scores.copy()
    np.fill_diagonal(scores, NEVER)
    heads = scores.argmax(axis=1).tolist()
    heads[root] = -1
    cycle = np.array(_find_cycle(heads), dtype=np.int64)
    if not len(cycle):
        return [int(h) for h in heads]
    inside = np.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    size = len(rest)
    smaller = np.full((size + 1, size + 1), NEVER, dtype=scores.dtype)
    smaller[:size, :size] = scores[np.ix_(rest, rest)]
    leaving = scores[np.ix_(rest, cycle)]  # rest depends on the cycle
    smaller[:size, size] = leaving.max(axis=1)
    kept = scores[cycle, np.array(heads)[cycle]]
    entering = scores[np.ix_(cycle, rest)] - kept[:, None]
    smaller[size, :size] = entering.max(axis=0)
    inner = _maximum_tree(smaller, int(np.searchsorted(rest, root)))
    for i, word in enumerate(rest.tolist()):
        if word != root:
            head = inner[i]
            heads[word] = int(cycle[leaving[i].argmax()]) if head == size else int(rest[head])
    entry = inner[size]
    broken = int(cycle[entering[:, entry].argmax()])
    heads[broken] = int(rest[entry])
    return [int(h) for h in heads]


def best_tree(arcs: Floats, root_scores: Floats) -> list[int]:
    """The head of each word of a sentence, -1 for its one root.

    `arcs`: (dependent, head), overwritten; `root_scores`: one a word.
    """
    np.fill_diagonal(arcs, NEVER)
    greedy = arcs.argmax(axis=1)
    as_root = root_scores - arcs[np.arange(len(arcs)), greedy]
    root = int(as_root.argmax())
    heads: list[int] = greedy.tolist()
    heads[root] = -1
    return _maximum_tree(arcs, root) if _find_cycle(heads) else heads


def sentence_bounds(starts: Floats, forced: Ints, limit: int) -> list[tuple[int, int]]:
    """Cut a text into sentences: (first word, end).

    `starts`: the probability that a sentence begins at each word; `forced`: words where one begins in
    any case. A stretch of more than `limit` words is cut at its most probable inner starts.
    """
    begins = starts > 0.5
    begins[forced] = True
    begins[:1] = True
    bounds: list[tuple[int, int]] = []
    edges = [*np.flatnonzero(begins).tolist(), len(starts)]
    for start, end in pairwise(edges):
        while end - start > limit:
            cut = start + 1 + int(starts[start + 1 : start + limit].argmax())
            bounds.append((start, cut))
            start = cut
        bounds.append((start, end))
    return bounds


# Probabilities of spans


def forbid_illegal(transitions: Floats, tags: Sequence[str]) -> Floats:
    """The transitions with the BIO moves that cannot be (into `I-x` from anything but `x`) forbidden."""
    legal = np.array(transitions, dtype=np.float32)
    for i, before in enumerate(tags):
        for j, after in enumerate(tags):
            if after.startswith("I-") and before[2:] != after[2:]:
                legal[i, j] = FORBIDDEN
    return legal


def softmax(scores: Floats) -> Floats:
    """Softmax over the last axis."""
    exp: Floats = np.exp(scores - scores.max(axis=-1, keepdims=True))
    probabilities: Floats = exp / exp.sum(axis=-1, keepdims=True)
    return probabilities


def _segments(outside: NDArray[np.bool_], lengths: Sequence[int]) -> list[tuple[int, int, bool]]:
    """Cut the texts, laid end to end, into (start, end, begins a text)."""
    segments: list[tuple[int, int, bool]] = []
    base = 0
    for length in lengths:
        start, stop = base, base + length
        while stop - start > SEGMENT_WORDS:
            cuts = np.flatnonzero(outside[start + SEGMENT_WORDS // 2 : stop - 1])
            if not len(cuts):
                break
            cut = start + SEGMENT_WORDS // 2 + int(cuts[0]) + 1
            segments.append((start, cut, start == base))
            start = cut
        if length:
            segments.append((start, stop, start == base))
        base = stop
    return segments


class SpanMarginals:
    """Marginals of a linear-chain CRF over several concatenated texts (Lafferty et al. 2001).

    Given the text, the tags are a Markov chain with these tables, each (words, labels). `p_begin`: the
    probability that a span of a label begins at a word; `p_inside`: that a span covers the word;
    `p_continue_first`: that the next word is inside too, if a span begins here; `p_continue`: the same if it
    began before.
    """

    def __init__(
        self, emissions: Floats, transitions: Floats, probabilities: Floats, lengths: Sequence[int]
    ) -> None:
        """Run the forward-backward algorithm.

        `emissions`: (words, tags), tags being "O" and then B and I of each label; `transitions`: (tags,
        tags), from row to column, illegal ones forbidden; `probabilities`: the emissions' softmax;
        `lengths`: the number of words of each text. Sums are taken in one order whatever is read
        together, so that a text reads the same in any company.
        """
        words, tags = emissions.shape
        labels = (tags - 1) // 2
        self.p_begin, self.p_inside, self.p_continue_first, self.p_continue = (
            np.zeros((words, labels), np.float32) for _ in range(4)
        )
        segments = _segments(probabilities[:, OUTSIDE] > SURELY_OUTSIDE, lengths)
        if not segments:
            return
        segments.sort(key=lambda s: s[0] - s[1])  # longest first: the live ones stay in front
        starts = np.array([s for s, _, _ in segments])
        sizes = np.array([e - s for s, e, _ in segments])
        live = np.searchsorted(-sizes, -np.arange(1, sizes[0] + 1), side="right")
        factors = np.exp(emissions - emissions.max(axis=1, keepdims=True))
        moves = np.exp(transitions)
        begins_text = np.array([b for _, _, b in segments])[:, None]
        forward = [np.where(begins_text, np.exp(forbid_inside(transitions)), moves[OUTSIDE])]
        forward[0] = _scaled(forward[0] * factors[starts])
        for t in range(1, sizes[0]):
            n = live[t]
            come = np.add.reduce(forward[-1][:n, :, None] * moves, axis=1)
            forward.append(_scaled(come * factors[starts[:n] + t]))
        begin, inside = np.arange(1, tags, 2), np.arange(2, tags, 2)
        columns = np.ascontiguousarray(moves.T)
        backward = np.ones_like(forward[0])
        for t in range(sizes[0] - 1, -1, -1):
            n = live[t]
            at = starts[:n] + t
            if t + 1 < sizes[0] and live[t + 1]:
                m = live[t + 1]
                ahead = backward[:m] * factors[at[:m] + 1]
                total = np.add.reduce(ahead[:, :, None] * columns, axis=1)
                entering = ahead[:, inside]
                self.p_continue_first[at[:m]] = (
                    moves[begin, inside] * entering / np.maximum(total[:, begin], LEAST)
                )
                self.p_continue[at[:m]] = (
                    moves[inside, inside] * entering / np.maximum(total[:, inside], LEAST)
                )
                backward[:m] = _scaled(total)
            marginals = _scaled(forward[t] * backward[:n])
            self.p_begin[at] = marginals[:, begin]
            self.p_inside[at] = marginals[:, begin] + marginals[:, inside]

    def likely_spans(
        self,
        start: int,
        end: int,
        likely: float,
        present: float | None = None,
        alike: Sequence[int] | None = None,
    ) -> list[tuple[int, int, int, float]]:
        """The spans of words `start` to `end` whose probability is above `likely`.

        Each is (start, end, label, probability), counted from `start`; none overlap. To give every span by
        its own probability, and not the most probable sequence as a whole, is what promises the best F1
        (Jansche 2007): a span is worth giving when it is right about half as often as F1 is high.

        A long span can be there for sure while each of its possible ends is unlikely. With `present`, the
        likeliest of such a place is given too where its words are inside a span with that probability.

        With `alike`, a number for each label, a span counts as likely as all labels with the same number
        make it together, and gets the likeliest of them.
        """
        spans = []
        taken: set[int] = set()
        apart = present is None and alike is None
        candidates = self._spans_above(likely if apart else POSSIBLE, start, end)
        if alike is not None:
            candidates = _pooled(candidates, alike)
        for probability, first, stop, label in sorted(candidates, key=lambda span: (-span[0], span[1])):
            is_given = probability > likely or (
                present is not None and self.p_inside[start + first : start + stop, label].mean() > present
            )
            if is_given and taken.isdisjoint(range(first, stop)):
                taken.update(range(first, stop))
                spans.append((first, stop, label, probability))
        return sorted(spans)

    def _spans_above(self, threshold: float, start: int, end: int) -> list[tuple[float, int, int, int]]:
        """List the spans of words `start` to `end` above `threshold`, as (probability, start, end, label)."""
        found = []
        begins = np.nonzero(self.p_begin[start:end] > threshold)
        for first, label in zip(*(axis.tolist() for axis in begins), strict=True):
            probability = float(self.p_begin[start + first, label])
            go_on = float(self.p_continue_first[start + first, label])
            stop = first + 1
            while probability > threshold:
                if probability * (1 - go_on) > threshold:
                    found.append((probability * (1 - go_on), first, stop, label))
                probability *= go_on
                go_on = float(self.p_continue[start + stop, label]) if start + stop < end else 0.0
                stop += 1
        return found


def _pooled(
    candidates: list[tuple[float, int, int, int]], alike: Sequence[int]
) -> list[tuple[float, int, int, int]]:
    """Put spans together that differ in nothing but labels that are alike; the likeliest label stays."""
    totals: dict[tuple[int, int, int], float] = {}
    best: dict[tuple[int, int, int], tuple[float, int]] = {}
    for probability, first, stop, label in candidates:
        place = first, stop, alike[label]
        totals[place] = totals.get(place, 0.0) + probability
        best[place] = max(best.get(place, (0.0, label)), (probability, label))
    return [(total, first, stop, best[first, stop, kind][1]) for (first, stop, kind), total in totals.items()]


def _scaled(rows: Floats) -> Floats:
    """Scale each row to a sum of one."""
    return cast(Floats, rows / np.maximum(np.add.reduce(rows, axis=1, keepdims=True), LEAST))


def forbid_inside(transitions: Floats) -> Floats:
    """The score of beginning a text with each tag: a text cannot begin inside a span."""
    inside = (transitions <= FORBIDDEN / 2).any(axis=0)
    start: Floats = np.where(inside, FORBIDDEN, np.float32(0.0)).astype(np.float32)
    return start
