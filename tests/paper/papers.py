"""One of everything on paper, with what people type in it. All invented."""

from app.paper.forms import Field, Form, filled, page_words
from app.paper.letters import Letter, Slip, SlipOffer, blocks_of
from app.paper.posters import Poster, spoken_address

WORDS = page_words("bladzijde", "van")
BARE = "hattem.example/onderwerp/eenzaamheid"
POSTER = Poster(
    lang="nl", town="Hattem", title="Alleen, en dat valt zwaar", intro="Veel mensen zijn soms alleen.", say="Een zin:",
    sentence="‘Ik ben veel alleen.’", call="Bel Loket Hattem", phone="038 000 00 00", hours="maandag tot en met vrijdag",
    scan="Op de site:", address=f"https://{BARE}", bare=BARE, spoken=spoken_address(BARE, "nl"),
    square_words="QR-code naar de bladzijde", support="Gratis hulp:", support_phone="038 000 00 11", example="voorbeeld",
)  # fmt: skip
EMPTY = Form(
    "nl", "Voor het gesprek", ("U bent de baas.",), (Field("Waar wil ik over praten?", "Kort mag.", 5),), "Loket", WORDS
)
FILLED = Form(
    "en", "My request", (), filled([("Told", [("", "first line\nsecond line"), ("Name", "#panic(1) *x*"), ("None", "")])]), "Desk", WORDS
)  # fmt: skip
BODY = """<p>Hattem, <strong>nu</strong><br><span dir="auto">bij &lt;b&gt; u  thuis</span></p>
<h2>Kop</h2>
<ul>
<li>bel <a href="tel:1"><span aria-hidden="true">038 000 00 00</span><span class="lp-visually-hidden">0, 3, 8</span></a>.</li>
<li><q>twee</q><br>drie</li>
</ul>
<p></p><p>slot</p>"""
LETTER = Letter(
    "nl", "Brief van Hattem", "Postbus 000", ("mevrouw Voorbeeld", "Straat 1"), blocks_of(BODY), "Hattem", WORDS
)
SLIP = Slip(
    lang="nl", title="Belbriefje", intro=("U kiest zelf wie u belt.",), code_word="Korte code", foot="Loket", words=WORDS,
    offers=tuple(
        SlipOffer(f"Maaltijd {number}", "Eten", "038 000 01 78", "Bellen kan: ma", (("Kosten", "€ 5"),), "R85-GN3", f"https://{BARE}", "QR-code")
        for number in range(12)
    ),
    closing=(("Vragen? Bel Loket:", "038 000 00 00"),),
)  # fmt: skip
