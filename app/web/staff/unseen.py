"""Staff pages are nobody's search result, and no copy of them stays behind in a browser."""

from flask import Blueprint, Response


def keep_out_of_search_engines(blueprint: Blueprint) -> None:
    """Say so on every answer of this blueprint."""

    @blueprint.after_request
    def _say(response: Response) -> Response:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store"
        return response
