"""The menu of the site: its sections, the section of each page, and the pages beside one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.knowledge.guide import MenuSection
from sitegen.plan.pages import Page
from sitegen.records import value_object


@value_object
class Section:
    """A section of the menu with the pages that it lists, and the kinds of others in it."""

    title: str
    pages: tuple[Page, ...]
    within: tuple[str, ...] = ()

    def holds(self, page: Page) -> bool:
        """Whether a page stands in it, listed or not."""
        return page in self.pages or page.id.partition(".")[0] in self.within


class Menu:
    """Every listed page of one site, by section."""

    def __init__(self, sections: Sequence[MenuSection], pages: Iterable[Page]) -> None:
        """List these pages, each of which has its place or is of a kind that is not listed.

        A page that no section names stands in the last one, so that none is lost to a reader.
        """
        by_id = {page.id: page for page in pages}
        listed = {section.id: [each.id for each in section.pages] for section in sections}
        named = {name for each in sections for name in (*listed[each.id], *each.within)}
        left = [page for name, page in by_id.items() if name.partition(".")[0] not in named]
        self.sections = tuple(
            Section(
                section.title,
                (
                    *(by_id[name] for name in listed[section.id] if name in by_id),
                    *(left if section is sections[-1] else ()),
                ),
                section.within,
            )
            for section in sections
        )
        self._order = [page for section in self.sections for page in section.pages]

    def section(self, page: Page) -> Section | None:
        """The section in which a page stands."""
        return next((each for each in self.sections if each.holds(page)), None)

    def beside(self, page: Page, step: int) -> Page | None:
        """The page so many steps after a listed one, in the order to read them."""
        if page not in self._order:
            return None
        place = self._order.index(page) + step
        return self._order[place] if 0 <= place < len(self._order) else None
