// The desk with a caller on the line: a tick is on the slip at once, and one key does what a button or field does.
// Keys work only outside fields and only when they are on. Without this file every button does the same.
const workspace = document.querySelector("[data-lp-workspace]");
const ticks = document.querySelector("[data-lp-ticks]");
const ways = document.getElementById("briefje-meegeven");
let saving = Promise.resolve();
let waiting = 0;

function say(text) {
  const status = document.getElementById("lp-status");
  if (status) status.textContent = text;
}

async function send() {
  try {
    const answer = await fetch(ticks.action, {
      method: "POST", body: new URLSearchParams(new FormData(ticks)), headers: { Accept: "application/json" },
    });
    if (!answer.headers.get("Content-Type")?.includes("json")) throw new Error("not understood");
    const { html, said, slugs } = await answer.json();
    document.querySelector("[data-lp-slip]").innerHTML = html;
    for (const box of document.querySelectorAll("input[name=aanbod]")) if (waiting === 1) box.checked = slugs.includes(box.value);
    ways.hidden = slugs.length === 0;
    say(said);
  } catch {
    ticks.submit();
  } finally {
    waiting -= 1;
  }
}

function keep() {
  ways.hidden = false;
  waiting += 1;
  saving = saving.then(send);
}

if (workspace && ticks) {
  workspace.addEventListener("change", (event) => { if (event.target.name === "aanbod") keep(); });
  for (const each of document.querySelectorAll(".lp-no-script")) each.hidden = true;
}

// What follows a tick waits until the tick is kept, so that a quick hand loses nothing.
document.addEventListener("submit", async (event) => {
  if (!waiting || event.target === ticks) return;
  event.preventDefault();
  const { target, submitter } = event;
  await saving;
  target.requestSubmit(submitter);
});

const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  if (event.key === "Escape" && typing(event.target) && !event.defaultPrevented) {
    event.target.blur();
    return;
  }
  if (typing(event.target)) return;
  if (event.key === "?") {
    const list = document.getElementById("toetsen");
    list.open = true;
    list.querySelector("summary").focus();
    event.preventDefault();
    return;
  }
  const one = [...workspace.querySelectorAll("[data-lp-key]")].find((each) => each.dataset.lpKey === event.key.toLowerCase());
  if (!one || one.closest("[hidden]")) return;
  event.preventDefault();
  if (one.matches("input:not([type=checkbox])")) {
    one.focus();
    one.select();
  } else {
    one.click();
  }
}

if (workspace?.dataset.lpKeys === "aan") document.addEventListener("keydown", press);
// After a question the answers come to the top of the window: the first ones are read aloud without scrolling.
const first = document.querySelector("[data-lp-first]");
first?.focus();
if (first?.matches("[data-lp-top]")) first.scrollIntoView({ behavior: "instant" });

for (const button of document.querySelectorAll("[data-lp-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.lpCopy).textContent);
    say(button.dataset.lpCopied);
    button.textContent = button.dataset.lpCopied;
  });
}
