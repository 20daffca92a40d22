// Keeps quietly what is typed, reads times back, and says what could be easier. Without this file the buttons do the same.
const KEEP_AFTER = 2000;
const READ_AFTER = 700;

function start(form) {
  const saved = form.querySelector("[data-lp-saved]");
  const version = form.elements.versie;
  let timer = 0;
  let keeping = null;
  let changed = false;
  let sending = false;

  async function keep() {
    changed = false;
    const body = new FormData(form);
    body.delete("foto_bestand");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (said.version) version.value = said.version;
      if (saved) saved.textContent = said.words;
    } catch {
      if (saved) saved.textContent = form.dataset.failed;
    }
  }

  function keepSoon() {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (keeping || sending) return;
      keeping = keep();
      await keeping;
      keeping = null;
      if (changed && !sending) keepSoon();
    }, KEEP_AFTER);
  }

  form.addEventListener("input", keepSoon);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    sending = true;
    if (!keeping) return;
    // What is on its way carries a newer version of this draft: wait for it, then send with that one.
    event.preventDefault();
    const button = event.submitter;
    keeping.then(() => form.requestSubmit(button));
  });
  window.addEventListener("pageshow", () => { sending = false; });

  form.querySelectorAll("[data-lp-read]").forEach((place) => readBack(form, place));
  needed(form);
  prices(form);
}

function readBack(form, place) {
  const field = form.elements[place.dataset.lpRead];
  let timer = 0;
  let asked = 0;
  field?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++asked;
      const body = new URLSearchParams({ wat: place.dataset.lpWhat, tekst: field.value });
      try {
        const answer = await fetch(form.dataset.read, { method: "POST", body });
        const said = await answer.json();
        if (mine !== asked) return;
        place.replaceChildren(...said.lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
      } catch { place.replaceChildren(); }
    }, READ_AFTER);
  });
}

// The question about the certificate is asked only where somebody comes to the home or takes over care.
function needed(form) {
  const kinds = new Set(form.dataset.homeKinds.split(" "));
  const question = form.querySelector("[data-lp-vog]");
  const look = () => {
    const answered = question.querySelector("input:checked");
    question.hidden = !answered && !kinds.has(form.elements.soort.value) && !["licht", "dag", "nacht"].includes(form.elements.respijt.value);
  };
  form.elements.soort.addEventListener("change", look);
  form.elements.respijt.addEventListener("change", look);
  look();
}

// An amount, its unit and its day are asked only where there is an amount; what was filled in is never put out of sight.
function prices(form) {
  const kind = form.querySelector("#kosten");
  const fields = ["#kosten_bedrag", "#kosten_per", "#kosten_geldig_tot"].map((id) => form.querySelector(id));
  const note = form.querySelector("[data-lp-price-note]");
  const look = () => {
    const asked = ["prijs", "eigen_bijdrage"].includes(kind.value) || fields.some((field) => field.value);
    [...fields.map((field) => field.closest(".utrecht-form-field")), note].forEach((place) => { place.hidden = !asked; });
    if (kind.value === "anders") form.querySelector("#deel-geld").open = true;
  };
  kind.addEventListener("change", look);
  look();
}

document.querySelectorAll("[data-lp-offer-form]").forEach(start);
