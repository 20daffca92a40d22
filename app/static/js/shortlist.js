// Keeping an offer without losing one's place on the page. When anything goes wrong the form is sent the plain way.
async function keep(event, form) {
  const button = event.submitter ?? form.querySelector("button");
  event.preventDefault();
  const answers = new FormData(form);
  answers.set(button.name, button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(answers), headers: { Accept: "application/json" } });
    if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) throw new Error("not understood");
    const { saved, message } = await answer.json();
    button.value = saved ? "verwijder" : "bewaar";
    form.querySelector("[data-lp-word]").textContent = saved ? form.dataset.lpRemove : form.dataset.lpAdd;
    const status = document.getElementById("lp-status");
    if (status) status.textContent = message ?? "";
  } catch {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(field);
    form.submit();
  }
}

document.querySelectorAll("form[data-lp-shortlist]").forEach((form) => {
  if (form.dataset.lpReady) return;
  form.dataset.lpReady = "1";
  form.addEventListener("submit", (event) => keep(event, form));
});
