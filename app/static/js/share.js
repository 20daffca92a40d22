// Passing on and printing. The address that is passed on comes from the page itself and never holds the search words.
function say(text) {
  const status = document.getElementById("lp-status");
  if (status) status.textContent = text;
}

function enhance(holder) {
  if (holder.dataset.lpReady) return;
  holder.dataset.lpReady = "1";
  const share = holder.querySelector("[data-lp-share-button]");
  const { url, title, copied } = holder.dataset;
  if (share && (navigator.share || navigator.clipboard)) {
    share.hidden = false;
    share.addEventListener("click", async () => {
      try {
        if (navigator.share) {
          await navigator.share({ title, url });
        } else {
          await navigator.clipboard.writeText(url);
          share.textContent = copied;
          say(copied);
        }
      } catch { /* closed without sharing: nothing to say */ }
    });
  }
  const print = holder.querySelector("[data-lp-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
}

document.querySelectorAll("[data-lp-share]").forEach(enhance);
