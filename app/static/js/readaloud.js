// Reads the page with the voice of the device itself: nothing is sent anywhere.
const SKIP = "[aria-hidden=true], [hidden], .lp-no-read, script, form, button, nav, .lp-share, .lp-map, .lp-quick-exit";
const LONGEST = 200; // some voices fall silent in a longer piece

function sentences(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll(SKIP).forEach((part) => part.remove());
  copy.querySelectorAll("h1, h2, h3, h4, p, li, dt, dd, summary, td, th").forEach((part) => part.append(". "));
  const text = copy.textContent.replace(/\s+/g, " ").replace(/([.!?:;,])(\s*\.)+/g, "$1").trim();
  return text.split(/(?<=[.!?:])\s+/).flatMap((sentence) => sentence.match(new RegExp(`.{1,${LONGEST}}(\\s|$)`, "g")) ?? [sentence]).filter((piece) => /\p{L}|\d/u.test(piece));
}

function enhance(button) {
  if (button.dataset.lpReady) return;
  const language = document.documentElement.lang || "nl";
  const voice = () => window.speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
  let speaking = false;

  function stop() {
    speaking = false;
    window.speechSynthesis.cancel();
    button.textContent = button.dataset.start;
  }

  function start() {
    const pieces = sentences(document.getElementById(button.dataset.lpReadAloud) ?? document.body);
    speaking = true;
    button.textContent = button.dataset.stop;
    pieces.forEach((piece, place) => {
      const words = new SpeechSynthesisUtterance(piece);
      words.lang = language;
      words.voice = voice() ?? null;
      words.rate = 0.95;
      if (place === pieces.length - 1) words.addEventListener("end", () => { if (speaking) stop(); });
      words.addEventListener("error", () => { if (speaking) stop(); });
      window.speechSynthesis.speak(words);
    });
  }

  function offer() {
    if (!voice()) return;
    button.hidden = false;
    if (button.dataset.lpReady) return;
    button.dataset.lpReady = "1";
    button.addEventListener("click", () => (speaking ? stop() : start()));
    window.addEventListener("pagehide", stop);
  }

  offer();
  window.speechSynthesis.addEventListener("voiceschanged", offer); // Chrome knows its voices only after a moment
}

if ("speechSynthesis" in window && "SpeechSynthesisUtterance" in window) {
  document.querySelectorAll("[data-lp-read-aloud]").forEach(enhance);
}
