"""The label sets of every layer, in the order the network numbers them."""

from __future__ import annotations

UPOS = ("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X").split()

XPOS = (
    "'' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW GW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS "
    "PRP PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB `` $"
).split()

DEPENDENCIES = (
    "acl acl:relcl advcl advcl:relcl advmod amod appos aux aux:pass case cc cc:preconj ccomp compound "
    "compound:prt conj cop csubj csubj:outer csubj:pass dep det det:predet discourse dislocated expl fixed "
    "flat goeswith iobj list mark nmod nmod:desc nmod:poss nmod:unmarked nsubj nsubj:outer nsubj:pass nummod "
    "obj obl obl:agent obl:unmarked orphan parataxis punct reparandum root vocative xcomp"
).split()

ENTITIES = "PERSON NORP ORG GPE LOC FAC EVENT PRODUCT WORK_OF_ART LAW".split()
ROLES = "source cue content".split()


def bio(labels: list[str]) -> list[str]:
    """Return the BIO tags of some span labels: O, then B and I of each."""
    return ["O", *(f"{prefix}-{label}" for label in labels for prefix in "BI")]


ENTITY_TAGS = bio(ENTITIES)
ROLE_TAGS = bio(ROLES)
QUANTITY_TAGS = bio(["quantity"])
