"""Things that belong together because each is joined to another of them (union-find)."""

from __future__ import annotations


class Groups:
    """Groups of whole numbers; a number that was never joined is alone."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def find(self, member: int) -> int:
        """The member that stands for the group."""
        root = member
        while (parent := self._parents.get(root, root)) != root:
            root = parent
        while member != root:
            self._parents[member], member = root, self._parents.get(member, root)
        return root

    def join(self, a: int, b: int) -> None:
        """Make the groups of two members one, for which the smallest member stands."""
        first, second = sorted((self.find(a), self.find(b)))
        self._parents[second] = first
