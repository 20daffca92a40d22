"""Who did what: lines that are added and never changed."""

from app.audit.lines import first_broken, record

__all__ = ["first_broken", "record"]
