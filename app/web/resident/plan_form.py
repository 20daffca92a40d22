"""Two forms for paper: to prepare the conversation (I-13) and for one's own plan (I-18). Every question may stay empty."""

from flask import Blueprint, render_template


def add_to(blueprint: Blueprint) -> None:
    """The forms."""
    blueprint.add_url_rule("/gesprek/formulier", "paper_form", paper_form)
    blueprint.add_url_rule("/mijn-plan", "own_plan", own_plan)


def paper_form() -> str:
    """Het Gesprek on paper: to fill in at a table, and to bring, post or keep."""
    return render_template("resident/conversation_on_paper.html")


def own_plan() -> str:
    """Mijn plan, empty. What somebody writes in it is theirs: nothing is kept here."""
    return render_template("resident/plan_form.html")
