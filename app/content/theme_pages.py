"""Theme pages: one subject that many people live with, in plain words, with offers that are looked up each time (`theme_pages.yaml`)."""

from datetime import date

from pydantic import Field

from app.content.parts import Line, Part, Slug, Text


class ThemePart(Part):
    """One heading of a theme page, with offers found by the one search of the product.

    :ivar words: as somebody would type them; `kinds`, `domains` and `target_groups` narrow it down.
    :ivar most: offers shown; a link leads to all of them.
    """

    heading: Line
    heading_en: Line
    text: Text
    text_en: Text
    words: str = Field(default="", max_length=200)
    kinds: tuple[Slug, ...] = ()
    domains: tuple[Slug, ...] = ()
    target_groups: tuple[Slug, ...] = ()
    most: int = Field(default=3, ge=0, le=12)


class ThemePage(Part):
    """One subject. `to_say`: a sentence to use when asking (P3). `help_numbers`: ids, for when it cannot wait."""

    slug: Slug
    title: Line
    title_en: Line
    intro: Text
    intro_en: Text
    to_say: Line
    to_say_en: Line
    parts: tuple[ThemePart, ...] = Field(min_length=1)
    help_numbers: tuple[Slug, ...] = ()
    agenda_domains: tuple[Slug, ...] = ()
    checked_on: date
    sources: tuple[Line, ...] = ()
