// Proposals while somebody types (the combobox pattern of the WAI-ARIA practices). Without this file the field is a plain field.
const WAIT = 200;

function enhance(holder) {
  const input = holder.querySelector("input");
  if (!input || holder.dataset.lpReady) return;
  holder.dataset.lpReady = "1";
  const list = document.createElement("ul");
  list.className = "lp-suggestions";
  list.id = `${input.id}-voorstellen`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", holder.dataset.lpSuggestList);
  list.hidden = true;
  holder.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  input.autocomplete = "off";
  let timer = 0;
  let asked = 0;
  let chosen = -1;

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    const options = [...list.children];
    chosen = options.length ? (index + options.length) % options.length : -1;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    if (chosen >= 0) {
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }
  }

  function take(option) {
    input.value = option.textContent;
    close();
    input.focus();
  }

  function show(words) {
    list.replaceChildren(...words.slice(0, 8).map((word, place) => {
      const option = document.createElement("li");
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.id = `${list.id}-${place}`;
      option.textContent = word;
      // pressing must not take the focus from the field, or the list closes before the click arrives
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => take(option));
      return option;
    }));
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = words.length === 0;
    input.setAttribute("aria-expanded", String(words.length > 0));
    const status = document.getElementById("lp-status");
    const count = list.children.length;
    if (status && count) {
      status.textContent = count === 1 ? holder.dataset.lpSuggestOne : holder.dataset.lpSuggestMany.replace("{aantal}", count);
    }
  }

  async function ask() {
    const typed = input.value.trim();
    const mine = ++asked;
    if (typed.length < 2) { close(); return; }
    try {
      const answer = await fetch(`${holder.dataset.lpSuggest}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      const words = (Array.isArray(found) ? found : found.suggestions ?? []).map((one) => (typeof one === "string" ? one : one.text));
      if (mine === asked && document.activeElement === input) show(words.filter((word) => word && word !== input.value));
    } catch { close(); }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    else if (event.key === "ArrowDown" && !list.hidden) { event.preventDefault(); mark(chosen + 1); }
    else if (event.key === "ArrowUp" && !list.hidden) { event.preventDefault(); mark(chosen < 0 ? -1 : chosen - 1); }
    else if (event.key === "Enter" && !list.hidden && chosen >= 0) { event.preventDefault(); take(list.children[chosen]); }
  });
}

document.querySelectorAll("[data-lp-suggest]").forEach(enhance);
