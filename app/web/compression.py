"""Pages travel compressed, but never a page that holds a token against forgery (BREACH)."""

from flask import Flask, Response, g
from flask_compress import Compress


def install(app: Flask) -> None:
    """Compress text answers."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_LEVEL=6,
        COMPRESS_MIN_SIZE=800,
    )
    squeeze = Compress(app)

    @app.after_request
    def _compress(response: Response) -> Response:
        if g.get("holds_token"):
            return response
        whole = response.response
        squeezed: Response = squeeze.after_request(response)
        if squeezed.response is not whole and hasattr(whole, "close"):
            squeezed.call_on_close(whole.close)  # a file that was squeezed on its way is still a file to close
        return squeezed
